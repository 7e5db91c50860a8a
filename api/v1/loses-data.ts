import type { V1Volume } from './generated/types.ts'
import { finalizers } from './labels.ts'

/** Whether a person asked to delete a volume's data with it. No manifest can ask for that (S4). */
export function losesData({ metadata, spec }: V1Volume): boolean {
  return !spec.external && (metadata.finalizers?.includes(finalizers.volumeData) ?? false)
}
