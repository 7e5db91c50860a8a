import type { V1Mount } from '../../api/v1/generated/types.ts'
import { propagationOf } from './propagation.ts'
import { parseVolume, type VolumeFlaw } from './volume.ts'

/** Parses a volume in the short form `[SOURCE:]TARGET[:OPTION,…]` to a mount. Paths stay as written. */
export function volumeMount(text: string): V1Mount | VolumeFlaw {
  const entry = parseVolume(text)
  if ('message' in entry) return entry
  const { type, source, target } = entry
  const mount: V1Mount = { type, ...(source === undefined ? {} : { source }), target }
  if (type === 'Bind') mount.bind = { createHostPath: true }
  const unknown = entry.options.find((option) => !applyOption(mount, option))
  return unknown === undefined ? mount : { message: `the option ${unknown} is not known` }
}

const options: Readonly<Record<string, (mount: V1Mount) => void>> = {
  rw: (mount) => {
    delete mount.readOnly
  },
  ro: (mount) => {
    mount.readOnly = true
  },
  nocopy: (mount) => {
    mount.volume = { ...mount.volume, noCopy: true }
  },
  z: (mount) => {
    mount.bind = { ...mount.bind, selinux: 'z' }
  },
  Z: (mount) => {
    mount.bind = { ...mount.bind, selinux: 'Z' }
  },
  cached: (mount) => {
    mount.consistency = 'cached'
  },
  delegated: (mount) => {
    mount.consistency = 'delegated'
  },
  consistent: (mount) => {
    mount.consistency = 'consistent'
  },
}

/** Applies an option of the short form to a mount. Returns false for an unknown option. */
export function applyOption(mount: V1Mount, option: string): boolean {
  const mode = propagationOf(option)
  if (mode) mount.bind = { ...mount.bind, propagation: mode }
  const apply = Object.hasOwn(options, option) ? options[option] : undefined
  apply?.(mount)
  return mode !== undefined || apply !== undefined
}
