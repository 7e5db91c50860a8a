import { labels } from '../../api/v1/labels.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { Key } from '../../store/objects/store.ts'

/** A host's network or volume. */
interface Labelled {
  readonly Labels?: Readonly<Record<string, string>> | null
}

/** The object of a kind that a host's network or volume was made for, by its labels; undefined if this installation did not make it. Pure. */
export function madeFor(kind: 'Network' | 'Volume', { Labels: own }: Labelled, installation: string): Key | undefined {
  if (own?.[labels.installation] !== installation || own[labels.kind] !== kind) return undefined
  return keyFor(own[labels.stack], own[labels.name] ?? '')
}
