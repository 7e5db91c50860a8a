import { labels } from '../../api/v1/labels.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { Key, Store } from '../../store/objects/store.ts'

/**
 * The keys of the Networks or Volumes that a host's network or volume concerns: of all with its name on hosts, whoever made it, as a foreign
 * one may stand beside ours, and one stack may declare another's as external; and the one that its labels name, which may have another
 * name by now, or not be declared any more.
 */
export function keysConcerned(
  kind: 'Network' | 'Volume',
  { name, labels: own }: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
  store: Store,
): ReadonlySet<Key> {
  const keys = new Set(store.by(kind, 'hostName', name).keys())
  const made = own[labels.name]
  return made === undefined ? keys : keys.add(keyFor(own[labels.stack], made))
}
