import { parse, stringify } from 'yaml'

interface Printed {
  version?: string
  services?: Record<string, { volumes?: unknown[] }>
  volumes?: Record<string, unknown>
}

/**
 * Turns what Compose 1.29 prints for a file of the first version into today's format: removes the version, which no tool reads, and
 * declares the volumes that services name.
 */
export function todays(output: string): string {
  const file: Printed = parse(output)
  if (file.version !== '1') return output
  delete file.version
  const mounts = Object.values(file.services ?? {}).flatMap(({ volumes = [] }) => volumes)
  const named = mounts.map((mount) => String(mount).split(':')[0] ?? '').filter((source) => /^\w/.test(source))
  if (named.length > 0) file.volumes = Object.fromEntries(named.map((source) => [source, { name: source }]))
  return stringify(file)
}
