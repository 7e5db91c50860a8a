import { pick } from '../../../../api/v1/language/pick.ts'
import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { isObserved } from '../../../../api/v1/metadata.ts'
import { holdReasons } from '../../../../api/v1/reasons.ts'
import { LOCAL_NODE } from '../../../../api/v1/names.ts'
import type { Installation as Loops } from '../../../../controllers/installation.ts'
import { isUnseenIn } from '../../../../controllers/holds/unseen-nodes.ts'
import { replicaOf } from '../../../../controllers/service/replica.ts'
import { hasEnded, isRetiring } from '../../../../api/v1/task-phase.ts'
import type { Core } from '../../open/core.ts'
import { placeOf } from '../../open/engines.ts'
import { reasonOf, type WaitView } from './wait-view.ts'

/** The objects and tasks that a wait is for. */
export type Awaited = Pick<WaitView, 'objects' | 'usedBeside' | 'tasks' | 'leaving'>

/**
 * Returns the silent hosts that a wait ignores: this machine's, if it has no engine, and while others answer those that nothing awaited
 * uses. A host that this home never saw is not ignored, as it may run anything of these stacks.
 */
export function hostsAside(
  { store, isLocalAbsent }: Pick<Core, 'store' | 'isLocalAbsent'>,
  { inventory }: Loops,
  awaited: Awaited,
): ReadonlySet<string> {
  const hosts = inventory.hosts()
  const silent = hosts.filter(({ unreachable }) => unreachable !== undefined)
  if (silent.length === 0) return new Set()
  const used = silent.length === hosts.length ? undefined : usedNodes(awaited)
  const isAside = (node: string) => {
    const isAbsent = node === LOCAL_NODE && isLocalAbsent()
    return isAbsent || (used && !used.has(node) && wasSeen(store, node))
  }
  return new Set(silent.flatMap(({ node }) => (isAside(node) ? [node] : [])))
}

/**
 * Whether an engine ever answered this home for a node at its present address, so that the state says what is there. In a state that was
 * restored from a backup, only answers since then count.
 */
export function wasSeen(store: Core['store'], name: string): boolean {
  const node = store.get('Node', name)
  if (node && isUnseenIn(store, node)) return false
  const { engineID, engine } = node?.status ?? {}
  return engineID !== undefined && (engine === undefined || placeOf({ spec: { engine } }) === placeOf(node))
}

/**
 * The nodes that the awaited tasks use, without those that have ended and stay so; undefined where that may be any: a task has no place,
 * something waits for a host, or something must be gone.
 */
function usedNodes({ objects, tasks, leaving }: Awaited): ReadonlySet<string | undefined> | undefined {
  const mayBeAny = leaving.length > 0 || objects.some(waitsForHost) || tasks.some((task) => replicaOf(task).unplaced)
  const used = tasks.filter((task) => !hasEnded(task) || isRetiring(task))
  return mayBeAny ? undefined : new Set(used.map(({ spec }) => spec.node))
}

function waitsForHost(object: ObjectOf): boolean {
  return object.kind !== 'Node' && isObserved(object) && reasonOf(object) === holdReasons.hostUnreachable
}

type HostsInView = Required<Pick<WaitView, 'silent' | 'othersAnswer'>>

/** What is known of the hosts, for a wait that ignores some of them. */
export function hostsInView({ clock }: Core, { inventory }: Loops, aside: ReadonlySet<string>): HostsInView {
  const now = clock.now()
  const hosts = inventory.hosts()
  return {
    othersAnswer: hosts.some(({ synced, unreachable }) => synced && unreachable === undefined),
    silent: hosts
      .filter((host) => host.unreachable !== undefined && !aside.has(host.node))
      .map((host) => ({
        node: host.node,
        because: host.unreachable ?? '',
        ...pick(host, ['obstacle', 'engineOf']),
        forMs: host.synced ? now - host.lastAnswer : Number.POSITIVE_INFINITY,
      })),
  }
}
