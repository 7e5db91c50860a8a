import type { V1Volume } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import type { VolumeBody, VolumeInspect } from '../types/volume.ts'

/** Which declared labels a volume has not, in words: an engine changes none, and nothing is held up by that. Undefined where it has all. */
export function labelDifference({ spec: { labels = {} } }: V1Volume, found: VolumeInspect): string | undefined {
  const names = Object.keys(labels).filter((name) => found.Labels?.[name] !== labels[name])
  if (names.length === 0) return undefined
  const [label, is] = names.length === 1 ? ['label', 'is'] : ['labels', 'are']
  return `its ${label} ${listNames(names)} ${is} not as declared: a volume keeps the labels it was made with`
}

/**
 * Returns in words the first difference between a volume and its create body; undefined when there is none. Labels are left out: they can't
 * be changed, and are not worth moving data for.
 */
export function volumeDifference(body: VolumeBody, found: VolumeInspect): string | undefined {
  if (body.Driver !== undefined && body.Driver !== found.Driver)
    return `its driver is ${found.Driver}, declared ${body.Driver}`
  const wanted = body.DriverOpts ?? {}
  const options = found.Options ?? {}
  for (const key of new Set([...Object.keys(wanted), ...Object.keys(options)])) {
    if (wanted[key] === undefined) {
      // Plugins may add options of their own; the local driver does not.
      if (found.Driver === 'local') return `its option ${key} is set, and not declared`
    } else if (options[key] !== wanted[key]) return `its option ${key} is not as declared`
  }
  return undefined
}
