import type { ContainerBody, ContainerInspect, HealthcheckBody } from '../types/container.ts'
import type { StringMap } from '../types/string-map.ts'
import { refuse } from './refusal.ts'
import type { HostState, Image } from './state.ts'

type Config = ContainerInspect['Config']
type ImageConfig = Image['config']

/** The part of a container's Config that replicas share: the body's values over the image's. Hostname and labels differ per container. */
export function mergeConfig(host: HostState, body: ContainerBody, image: ImageConfig): Config {
  const health = mergeHealthcheck(body.Healthcheck, image.Healthcheck ?? undefined)
  return {
    Domainname: body.Domainname ?? '',
    User: body.User || image.User || '',
    ...streams(body),
    ...united('ExposedPorts', body, image),
    Env: mergeEnv(body.Env ?? [], image.Env ?? []),
    ...mergeCommand(host, body, image),
    ...(health && { Healthcheck: health }),
    Image: body.Image,
    ...united('Volumes', body, image),
    WorkingDir: body.WorkingDir || image.WorkingDir || '',
    ...(body.NetworkDisabled && { NetworkDisabled: true }),
    ...(body.MacAddress && { MacAddress: body.MacAddress }),
    ...stopping(body, image),
  }
}

function streams({
  AttachStdout = false,
  AttachStderr = false,
  Tty = false,
  OpenStdin = false,
  StdinOnce = false,
}: ContainerBody) {
  return { AttachStdout, AttachStderr, Tty, OpenStdin, StdinOnce }
}

/** The union of the image's and the body's ports or volumes; left out if empty. */
function united(field: 'ExposedPorts' | 'Volumes', body: ContainerBody, image: ImageConfig): Partial<Config> {
  const both = { ...(image[field] as Config[typeof field]), ...body[field] }
  return Object.keys(both).length > 0 ? { [field]: both } : {}
}

/** The image's labels, overridden by the body's. */
export function mergeLabels(own: StringMap | undefined, image: ImageConfig): Readonly<StringMap> {
  return image.Labels ? { ...image.Labels, ...own } : (own ?? {})
}

/** The full command line: entrypoint and command. */
export function commandOf(config: Pick<Config, 'Entrypoint' | 'Cmd'>): string[] {
  return [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])]
}

/** Merges command and entrypoint: an entrypoint in the body drops the image's command, and an empty one only the image's entrypoint. */
function mergeCommand(host: HostState, body: ContainerBody, image: ImageConfig): Pick<Config, 'Cmd' | 'Entrypoint'> {
  const entrypoint = given(body.Entrypoint ?? image.Entrypoint)
  const command = given(body.Cmd) ?? (given(body.Entrypoint) ? undefined : given(image.Cmd))
  const cleared = entrypoint?.join('') === '' ? undefined : entrypoint
  if (commandOf({ ...(cleared && { Entrypoint: cleared }), ...(command && { Cmd: command }) }).length === 0) {
    refuse(400, host.api < 44 ? 'No command specified' : 'no command specified')
  }
  return { ...(command && { Cmd: command }), ...(cleared && { Entrypoint: cleared }) }
}

function given(words: string[] | null | undefined): string[] | undefined {
  return words === null || words === undefined || words.length === 0 ? undefined : words
}

/** The body's variables, then the image's that the body does not set. */
function mergeEnv(own: readonly string[], image: readonly string[]): string[] {
  const names = new Set(own.map(variableOf))
  return [...own, ...image.filter((entry) => !names.has(variableOf(entry)))]
}

function variableOf(entry: string): string {
  const at = entry.indexOf('=')
  return at < 0 ? entry : entry.slice(0, at)
}

function mergeHealthcheck(own?: HealthcheckBody, image?: HealthcheckBody): HealthcheckBody | undefined {
  if (own === undefined || own === null) return image
  if (own.Test !== undefined && own.Test.length > 0)
    return image === undefined ? own : { ...zeroes(image), ...zeroes(own) }
  return image === undefined ? own : { ...own, ...zeroes(image), ...zeroes(own), Test: image.Test ?? [] }
}

function zeroes(health: HealthcheckBody): HealthcheckBody {
  return Object.fromEntries(Object.entries(health).filter(([, value]) => value !== 0 && value !== undefined))
}

function stopping(body: ContainerBody, image: ImageConfig): Pick<Config, 'StopSignal' | 'StopTimeout'> {
  const signal = body.StopSignal || image.StopSignal
  return {
    ...(signal ? { StopSignal: signal } : {}),
    ...(body.StopTimeout === undefined ? {} : { StopTimeout: body.StopTimeout }),
  }
}
