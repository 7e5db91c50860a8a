import type { ObjectOf } from './kinds.ts'
import { isReservedLabel } from './labels.ts'
import { LAST_APPLIED } from './redact/object.ts'

/** Labels and annotations set by people, without kubectl's last-applied copy of the manifest. */
export function theirMetadata({ metadata: { labels = {}, annotations: all = {} } }: ObjectOf): object {
  const own = Object.entries(all).filter(([name]) => !isReservedLabel(name) && name !== LAST_APPLIED)
  return { labels, annotations: Object.fromEntries(own) }
}
