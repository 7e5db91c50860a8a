import type { VolumeBody, VolumeInspect } from '../types/volume.ts'

/**
 * The first way in which a volume is not as declared, in words; undefined when it is. Labels are left out: they can't be
 * changed, and data is not moved for a label.
 */
export function volumeDifference(body: VolumeBody, found: VolumeInspect): string | undefined {
  if (body.Driver !== undefined && body.Driver !== found.Driver)
    return `its driver is ${found.Driver}, declared ${body.Driver}`
  const wanted = body.DriverOpts ?? {}
  const options = found.Options ?? {}
  for (const key of new Set([...Object.keys(wanted), ...Object.keys(options)])) {
    if (wanted[key] === undefined) {
      // Plugins may add options of their own; those of the local driver are only what was asked for.
      if (found.Driver === 'local') return `its option ${key} is set, and not declared`
    } else if (options[key] !== wanted[key]) return `its option ${key} is not as declared`
  }
  return undefined
}
