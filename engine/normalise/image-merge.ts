import type { ContainerBody, HealthcheckBody } from '../types/container.ts'
import type { ImageInspect } from '../types/image.ts'

type Config = Partial<ContainerBody>
type ImageConfig = NonNullable<ImageInspect['Config']>

/** The configuration that an engine computes from a create body and an image: fields that the body leaves open come from the image. */
export function mergeImage(config: Config, image: ImageConfig): Config {
  const healthcheck = mergeHealthcheck(config.Healthcheck, image.Healthcheck)
  return {
    ...config,
    ...mergeCommand(config, image),
    Env: mergeEnv(config.Env ?? [], image.Env ?? []),
    User: config.User || image.User || '',
    WorkingDir: config.WorkingDir || image.WorkingDir || '',
    StopSignal: config.StopSignal || image.StopSignal || '',
    Labels: { ...image.Labels, ...config.Labels },
    ExposedPorts: { ...emptied(image.ExposedPorts), ...config.ExposedPorts },
    Volumes: { ...emptied(image.Volumes), ...config.Volumes },
    ...(healthcheck ? { Healthcheck: healthcheck } : {}),
  }
}

/** Merges command and entry point: the image's command is used only if the body has neither; `[""]` removes the image's entry point. */
function mergeCommand(
  { Entrypoint: entrypoint, Cmd: command }: Config,
  image: ImageConfig,
): Pick<Config, 'Entrypoint' | 'Cmd'> {
  const keepsEntry = entrypoint === undefined
  const inheritsCommand = (entrypoint ?? []).length === 0 && (command ?? []).length === 0
  return {
    Entrypoint: (keepsEntry ? image.Entrypoint : entrypoint) ?? [],
    Cmd: (inheritsCommand ? image.Cmd : command) ?? [],
  }
}

function mergeEnv(own: readonly string[], image: readonly string[]): string[] {
  const names = new Set(own.map(envName))
  return [...own, ...image.filter((line) => !names.has(envName(line)))]
}

/** The name in an environment line: the part before the `=`. */
export function envName(line: string): string {
  const at = line.indexOf('=')
  return at < 0 ? line : line.slice(0, at)
}

/** Merges health checks: the probe and other fields that the body leaves open come from the image. */
function mergeHealthcheck(
  own: HealthcheckBody | undefined,
  image: HealthcheckBody | null | undefined,
): HealthcheckBody | undefined {
  if (!own || !image) return own ?? image ?? undefined
  const merged: HealthcheckBody = { ...own }
  if (!own.Test?.length && image.Test) merged.Test = image.Test
  for (const field of ['Interval', 'Timeout', 'StartPeriod', 'StartInterval', 'Retries'] as const)
    if (!own[field] && image[field]) merged[field] = image[field]
  return merged
}

function emptied(map: Record<string, unknown> | null | undefined): Record<string, Record<string, never>> {
  return Object.fromEntries(Object.keys(map ?? {}).map((key) => [key, {}]))
}
