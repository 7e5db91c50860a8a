import { unconnected } from '../../../controllers/holds/node-hold.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Core } from '../open/core.ts'
import type { WaitView } from './wait-view.ts'

type HostsInView = Required<Pick<WaitView, 'silent' | 'unconnected'>>

/** What is known of the hosts for a wait that ends with its command (`isCutOff`), or in a `serve` that goes on. */
export function hostsInView({ store, clock }: Core, { inventory }: Loops, isCutOff: boolean): HostsInView {
  const now = clock.now()
  const hosts = inventory.hosts()
  const connected = new Set(hosts.map(({ node }) => node))
  return {
    silent: hosts
      .filter((host) => host.unreachable !== undefined)
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
