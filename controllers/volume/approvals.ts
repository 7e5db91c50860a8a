import type { Key, Store } from '../../store/objects/store.ts'

/** Uses up the approval of a loss on a node, once the volume is there again: each approval is for one loss. */
export function useApproval(key: Key, node: string, store: Store): void {
  const approved = approvedNodes(key, store)
  if (!approved.includes(node)) return
  const left = approved.filter((each) => each !== node)
  store.putFact('approval', `Volume/${key}`, left.length > 0 ? left : undefined)
}

/** Records that the data of a volume on a node may be lost. */
export function approveLoss(key: Key, node: string, store: Store): void {
  const approved = approvedNodes(key, store)
  if (!approved.includes(node)) store.putFact('approval', `Volume/${key}`, [...approved, node])
}

/** Drops the approvals of a volume that was removed with its data: the next volume of its name starts without any. */
export function forgetApprovals(key: Key, store: Store): void {
  if (store.fact('approval', `Volume/${key}`) !== undefined) store.putFact('approval', `Volume/${key}`, undefined)
}

/** The nodes where a person approved the loss: an empty volume may be created there, or another one used. */
export function approvedNodes(key: Key, store: Store): readonly string[] {
  const approval = store.fact('approval', `Volume/${key}`)
  return Array.isArray(approval) ? approval.filter((node) => typeof node === 'string') : []
}
