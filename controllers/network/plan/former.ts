import { listNames } from '../../../api/v1/language/list-names.ts'
import type { NetworkAction } from '../action.ts'
import { type HostNetwork, type NetworkView, whoIsIn } from '../view.ts'
import { removeUnused } from './unused.ts'

/**
 * Removes what a node has of it under former names, first: what is made under its own name may need its subnet. One in use stays, which says
 * whose containers are in it; a deletion waits for these.
 */
export function planFormer(node: string, view: NetworkView): readonly NetworkAction[] {
  const former = view.former.get(node) ?? []
  if (view.network.metadata.deletionTimestamp !== undefined)
    return former.map((one) => asFormer(removeUnused(node, one, view.network)))
  return former.flatMap((one): NetworkAction[] => {
    const { id, formerName } = one
    const because = `its name is ${view.hostName} now, and not ${formerName}`
    if (!isUsedAnywhere(one, view)) return [{ do: 'remove', node, id, because, former: true }]
    const users = whoIsIn(one)
    if (users.length === 0) return []
    const stay = `${listNames(users)} ${users.length === 1 ? 'is' : 'are'} still in that one`
    return [{ do: 'keep', node, id, because: `${because}, but ${stay}`, former: true }]
  })
}

function asFormer(action: NetworkAction): NetworkAction {
  return action.do === 'remove' || action.do === 'keep' ? { ...action, former: true } : action
}

function isInUse(one: HostNetwork): boolean {
  return one.awaited === true || whoIsIn(one).length > 0
}

/** Whether a network is in use, be it on another node, where it is the same (one of a swarm). */
function isUsedAnywhere({ id }: HostNetwork, { former }: NetworkView): boolean {
  return [...former.values()].flat().some((one) => one.id === id && isInUse(one))
}
