import type { ContainerBody, ContainerInspect, HealthcheckBody, StringMap } from '../types.ts'
import { refuse } from './refusal.ts'
import type { HostState, Image } from './state.ts'

type Config = ContainerInspect['Config']
type ImageConfig = Image['config']

/** All of a container's Config that replicas share: the body's over the image's. Hostname and labels are each one's own. */
export function mergeConfig(host: HostState, body: ContainerBody, image: ImageConfig): Config {
  const command = mergeCommand(host, body, image)
  const health = mergeHealthcheck(body.Healthcheck, image.Healthcheck ?? undefined)
  const exposed = { ...(image.ExposedPorts as Config['ExposedPorts']), ...body.ExposedPorts }
  const volumes = { ...(image.Volumes as Config['Volumes']), ...body.Volumes }
  return {
    Domainname: body.Domainname ?? '',
    User: body.User || image.User || '',
    AttachStdout: body.AttachStdout ?? false,
    AttachStderr: body.AttachStderr ?? false,
    ...(Object.keys(exposed).length > 0 ? { ExposedPorts: exposed } : {}),
    Tty: body.Tty ?? false,
    OpenStdin: body.OpenStdin ?? false,
    StdinOnce: body.StdinOnce ?? false,
    Env: mergeEnv(body.Env ?? [], image.Env ?? []),
    ...command,
    ...(health === undefined ? {} : { Healthcheck: health }),
    Image: body.Image,
    ...(Object.keys(volumes).length > 0 ? { Volumes: volumes } : {}),
    WorkingDir: body.WorkingDir || image.WorkingDir || '',
    ...(body.NetworkDisabled ? { NetworkDisabled: true } : {}),
    ...(body.MacAddress ? { MacAddress: body.MacAddress } : {}),
    ...stopping(body, image),
  }
}

/** The image's labels under the body's. */
export function mergeLabels(own: StringMap | undefined, image: ImageConfig): Readonly<StringMap> {
  return image.Labels ? { ...image.Labels, ...own } : (own ?? {})
}

/** What the process is: entrypoint and command in one. */
export function commandOf(config: Pick<Config, 'Entrypoint' | 'Cmd'>): string[] {
  return [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])]
}

/** An entrypoint of the body's own drops the image's command. */
function mergeCommand(host: HostState, body: ContainerBody, image: ImageConfig): Pick<Config, 'Cmd' | 'Entrypoint'> {
  const ownEntrypoint = body.Entrypoint !== undefined && body.Entrypoint !== null && body.Entrypoint.length > 0
  const ownCommand = body.Cmd !== undefined && body.Cmd !== null && body.Cmd.length > 0
  const entrypoint = ownEntrypoint ? body.Entrypoint : (image.Entrypoint ?? undefined)
  const command = ownCommand ? body.Cmd : ownEntrypoint ? undefined : (image.Cmd ?? undefined)
  const cleared = entrypoint?.length === 1 && entrypoint[0] === '' ? undefined : entrypoint
  if ((cleared?.length ?? 0) + (command?.length ?? 0) === 0) {
    refuse(400, host.api < 44 ? 'No command specified' : 'no command specified')
  }
  return {
    ...(command === undefined ? {} : { Cmd: command }),
    ...(cleared === undefined ? {} : { Entrypoint: cleared }),
  }
}

/** The body's variables come first, then those of the image that it does not set. */
function mergeEnv(own: readonly string[], image: readonly string[]): string[] {
  const names = new Set(own.map(nameOf))
  return [...own, ...image.filter((entry) => !names.has(nameOf(entry)))]
}

function nameOf(entry: string): string {
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
