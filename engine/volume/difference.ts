import type { VolumeBody, VolumeInspect } from '../types/volume.ts'

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
