import { getCondition } from '../../../api/v1/conditions.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { isObserved } from '../../../api/v1/metadata.ts'
import { conditionTypes, holdReasons } from '../../../api/v1/reasons.ts'
import { unconnected } from '../../../controllers/holds/node-hold.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Core } from '../open/core.ts'
import type { WaitView } from './wait-view.ts'

/**
 * The hosts that do not answer and have no part in a wait, while others answer: nothing that is waited for runs there, has no place
 * elsewhere, is to leave, or waits for a host.
 */
export function hostsAside(
  { inventory }: Loops,
  { objects, tasks, leaving }: Pick<WaitView, 'objects' | 'tasks' | 'leaving'>,
): ReadonlySet<string> {
  const hosts = inventory.hosts()
  const silent = hosts.filter(({ unreachable }) => unreachable !== undefined)
  const hasPart = silent.length === hosts.length || leaving.length > 0 || objects.some(waitsForHost)
  if (silent.length === 0 || hasPart) return new Set()
  const used = new Set(tasks.map(({ spec }) => spec.node))
  if (used.has(undefined)) return new Set()
  return new Set(silent.flatMap(({ node }) => (used.has(node) ? [] : [node])))
}

function waitsForHost(object: ObjectOf): boolean {
  if (object.kind === 'Node' || !isObserved(object)) return false
  return getCondition(object.status?.conditions, conditionTypes.ready)?.reason === holdReasons.hostUnreachable
}

type HostsInView = Required<Pick<WaitView, 'silent' | 'unconnected'>>

/** What is known of the hosts for a wait that ends with its command (`isCutOff`), or in a `serve` that goes on. */
export function hostsInView(
  { store, clock }: Core,
  { inventory }: Loops,
  { isCutOff, aside }: { readonly isCutOff: boolean; readonly aside: ReadonlySet<string> },
): HostsInView {
  const now = clock.now()
  const hosts = inventory.hosts()
  const connected = new Set(hosts.map(({ node }) => node))
  return {
    silent: hosts
      .filter((host) => host.unreachable !== undefined && !aside.has(host.node))
      .map((host) => ({
        node: host.node,
        because: host.unreachable ?? '',
        forMs: host.synced ? now - host.lastAnswer : Number.POSITIVE_INFINITY,
      })),
    unconnected: [...store.list('Node').keys()]
      .filter((node) => !connected.has(node))
      .map((node) => ({
        because: unconnected(node, store),
        remedy: isCutOff ? 'give this command again, which connects it' : 'end `reconcile serve` and start it again',
      })),
  }
}
