import { labels } from '../../api/v1/labels.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { Key } from '../../store/objects/store.ts'

type Labels = Readonly<Record<string, string>> | null | undefined

/** A host's network or volume. */
interface Labelled {
  readonly Labels?: Labels
}

/** The object of a kind that a host's network or volume was made for, by its labels; undefined if this installation did not make it. Pure. */
export function madeFor(kind: 'Network' | 'Volume', { Labels: own }: Labelled, installation: string): Key | undefined {
  if (own?.[labels.installation] !== installation || own[labels.kind] !== kind) return undefined
  return objectKeyIn(own)
}

/** The key of the object that a container, a network or a volume was made for, as its labels say, whoever made it. Pure. */
export function objectKeyIn(own: Labels): Key {
  return keyFor(own?.[labels.stack], own?.[labels.name] ?? '')
}

/** The key of the task that a container was made for, as its labels say, whoever made it. Pure. */
export function taskKeyIn(own: Labels): Key {
  return keyFor(own?.[labels.stack], own?.[labels.task] ?? '')
}
