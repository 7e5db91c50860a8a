import type { VolumeInspect } from '../../engine/types/volume.ts'
import { isOwnVolume } from '../holds/lost-volume.ts'

/**
 * Whether a create found our half-made volume, of which an engine keeps no labels, as something named it since it was listed with
 * ours. Another volume has another time of creation, or labels, and stays whose it is (S4).
 */
export function isLeftUnlabelled(
  made: VolumeInspect,
  listed: VolumeInspect | undefined,
  installation: string,
): listed is VolumeInspect {
  if (!listed || !isOwnVolume(listed, installation) || Object.keys(made.Labels ?? {}).length > 0) return false
  return made.CreatedAt !== undefined && made.CreatedAt === listed.CreatedAt
}
