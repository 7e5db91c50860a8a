import type { Key, Store } from '../../store/objects/store.ts'

/** An approval is of the loss that it was given for: what is there, in whatever way it came, has none for its next one. */
export function useApproval(key: Key, node: string, store: Store): void {
  const approved = approvedNodes(key, store)
  if (!approved.includes(node)) return
  const left = approved.filter((each) => each !== node)
  store.putFact('approval', `Volume/${key}`, left.length > 0 ? left : undefined)
}

/** Notes that what a node has may be lost. */
export function approveLoss(key: Key, node: string, store: Store): void {
  const approved = approvedNodes(key, store)
  if (!approved.includes(node)) store.putFact('approval', `Volume/${key}`, [...approved, node])
}

/** Forgets those of a volume that is gone with its data: the next one of its name has none. */
export function forgetApprovals(key: Key, store: Store): void {
  if (store.fact('approval', `Volume/${key}`) !== undefined) store.putFact('approval', `Volume/${key}`, undefined)
}

/** Nodes for which a person said that an empty one may be made, or another one used. */
export function approvedNodes(key: Key, store: Store): readonly string[] {
  const approval = store.fact('approval', `Volume/${key}`)
  return Array.isArray(approval) ? approval.filter((node) => typeof node === 'string') : []
}
