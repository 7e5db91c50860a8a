import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { Ports } from './ports.ts'

/** The engine of a node; throws Unreachable when the node is not known, so that the key backs off. */
export function engineOf(node: string, ports: Ports): Engine {
  const engine = ports.engine(node)
  if (engine) return engine
  throw new EngineError('Unreachable', { node, tried: 'find its engine', detail: 'no such node is connected' })
}

/** Acts on all nodes side by side, and on each in the order given: a slow host holds up no other. Throws the first failure, when all have ended. */
export async function actPerNode<A extends { readonly node: string }>(
  actions: readonly A[],
  act: (action: A) => Promise<unknown>,
): Promise<void> {
  const chains = new Map<string, Promise<unknown>>()
  for (const action of actions) {
    const before = chains.get(action.node)
    chains.set(action.node, before ? before.then(() => act(action)) : act(action))
  }
  for (const outcome of await Promise.allSettled(chains.values()))
    if (outcome.status === 'rejected') throw outcome.reason
}

/** Whether a host's first full list is in and it answers: before that, absence means nothing (S2). */
export function isReadable(node: string, { inventory }: Ports): boolean {
  const host = inventory.host(node)
  return host !== undefined && host.synced && host.unreachable === undefined
}

/**
 * Whether every host's first full list is in, but for those that do not answer: they can't be waited for. Before that there
 * is nothing to decide on, and nothing to say of what is as it was. The hosts' lists wake the loops.
 */
export function areListed({ inventory }: Ports): boolean {
  return inventory.unlisted().size === 0
}
