import type { V1Network } from '../../api/v1/generated/types.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { keyOf } from '../../api/v1/names.ts'
import { isUnseenIn } from '../holds/unseen-nodes.ts'
import type { Ports } from '../runtime/ports.ts'
import { unanswered } from '../ownership/unanswered.ts'
import type { NetworkAction } from './action.ts'
import type { NetworkView } from './view.ts'

/**
 * The nodes that have a network or may have it, as kept in storage. Undefined where nobody recorded that: any node may have it. One that
 * its loop has not begun with is nowhere.
 */
export function seenOn({ metadata, status }: V1Network): readonly string[] | undefined {
  return status?.seenOn ?? (metadata.finalizers?.includes(finalizers.network) ? undefined : [])
}

/** Whether nobody knows if a node has a network: it has not answered since that would have been recorded. */
export function isUnknownOn(node: string, network: V1Network, { store }: Pick<Ports, 'store'>): boolean {
  const declared = store.get('Node', node)
  return seenOn(network) === undefined || (declared !== undefined && isUnseenIn(store, declared))
}

/** Records the nodes that have a network or may have it, before anything is made. What is known of nodes that do not answer stays. */
export function noteSeen(view: NetworkView, planned: readonly NetworkAction[], ports: Ports): void {
  const { network, onHost, former } = view
  const key = keyOf(network)
  const before = seenOn(network)
  if (before === undefined && !doAllAnswer(view, ports)) return
  const comes = new Set(unanswered(`Network/${key}`, ports).keys())
  for (const { do: verb, node } of planned) if (verb === 'create' || verb === 'adopt') comes.add(node)
  const isSeen = (node: string) => {
    const found = onHost.get(node)
    if (comes.has(node) || former.get(node)?.length) return true
    return found === undefined || 'because' in found ? before?.includes(node) : found.some(({ ours }) => ours)
  }
  const now = [...new Set([...onHost.keys(), ...(before ?? [])])].filter(isSeen).sort()
  if (now.join() !== network.status?.seenOn?.join())
    ports.store.putStatus('Network', key, { ...network.status, seenOn: now })
}

function doAllAnswer({ onHost }: NetworkView, { store }: Ports): boolean {
  const answers = (node: string) => Array.isArray(onHost.get(node))
  return [...onHost.keys(), ...store.list('Node').keys()].every(answers)
}
