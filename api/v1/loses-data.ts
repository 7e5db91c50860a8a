import type { V1Volume } from './generated/types.ts'
import { finalizers } from './labels.ts'

/** Whether a person said of a volume that its data is to go as well: no manifest can (S4). */
export function losesData({ metadata, spec }: V1Volume): boolean {
  return !spec.external && (metadata.finalizers?.includes(finalizers.volumeData) ?? false)
}
