import type { V1Volume } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { FactFamily, Key, Store } from '../../store/objects/store.ts'

// An engine whose disk is full makes a volume and refuses the create, and has the labels in memory alone: it forgets them at its restart,
// or once a container mounts the volume. A create that follows keeps them. That it is still to follow is known to storage alone: no engine
// tells, and the volume's status says by then how its host was found since.

/** Notes that a volume is being created on a node. Until the create has succeeded, what is found there may be half made. */
export function noteHalfMade(volume: V1Volume, node: string, store: Store): void {
  store.putFact('halfMade', factOf(keyOf(volume), node), true)
}

/** Notes that a create of the volume on the node has succeeded, and is recorded: from then on tasks may mount it. */
export function noteWhole(volume: V1Volume, node: string, store: Store): void {
  store.putFact('halfMade', factOf(keyOf(volume), node), undefined)
}

/** Whether a volume of ours is on a node though its create there has not succeeded. */
export function isHalfMade(node: string, volume: V1Volume, store: Pick<Store, 'fact'>): boolean {
  return volume.spec.external !== true && store.fact('halfMade', factOf(keyOf(volume), node)) !== undefined
}

/**
 * The node on which a changed fact says that a volume is whole now; undefined where it says nothing of that. The host may have told of that
 * volume before, and tells no second time.
 */
export function wholeOn(
  { family, key }: { readonly family: FactFamily; readonly key: string },
  store: Pick<Store, 'fact'>,
): string | undefined {
  if (family !== 'halfMade' || store.fact(family, key) !== undefined) return undefined
  return key.slice(key.indexOf(' ') + 1)
}

/** Deletes the notes of a volume that is not declared any more. */
export function forgetHalfMade(key: Key, store: Store): void {
  for (const fact of [...store.facts('halfMade').keys()])
    if (fact.startsWith(factOf(key, ''))) store.putFact('halfMade', fact, undefined)
}

/** Each node has a fact of its own, as a volume may be created on a thousand nodes at once. */
function factOf(key: Key, node: string): string {
  return `${key} ${node}`
}
