import type { V1VolumeSpec } from '../api/v1/generated/types.ts'
import type { Context } from './context.ts'

/**
 * Refuses the driver `local` of an external volume, as Compose does. In a manifest it is what stands there by default; all else that shapes
 * a volume is refused in both.
 */
export function finishVolume(spec: V1VolumeSpec, { ledger, error }: Context): void {
  const node = spec.external && spec.driver === 'local' ? ledger.origin(spec, 'driver') : undefined
  if (node) error(node, 'must be absent where external is true: it is not ours to shape')
}
