import type { V1Network, V1Volume } from '../api/v1/generated/types.ts'
import { composeLabels, labels } from '../api/v1/labels.ts'
import type { StringMap } from './types/string-map.ts'

/** The labels of a network or volume: the declared ones, ours, and those by which Compose finds it. */
export function declaredLabels({ kind, metadata, spec }: V1Network | V1Volume, installation: string): StringMap {
  const { name, namespace = '' } = metadata
  return {
    ...spec.labels,
    [labels.installation]: installation,
    [labels.stack]: namespace,
    [labels.kind]: kind,
    [labels.name]: name,
    [composeLabels.project]: namespace,
    [kind === 'Network' ? composeLabels.network : composeLabels.volume]: name,
  }
}
