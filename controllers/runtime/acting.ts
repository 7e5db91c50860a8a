import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { Ports } from './ports.ts'

/** The engine of a node; throws Unreachable when the node is not known, so that the key backs off. */
export function engineOf(node: string, ports: Ports): Engine {
  const engine = ports.engine(node)
  if (engine) return engine
  throw new EngineError('Unreachable', { node, tried: 'find its engine', detail: 'no such node is connected' })
}

/**
 * Acts on all nodes side by side, and on each in the order given: a slow host holds up no other. Answers what the actions came
 * to, in their order: what `act` answered in place of one, else itself. Throws the first failure, when all have ended.
 */
export async function actPerNode<A extends { readonly node: string }>(
  actions: readonly A[],
  act: (action: A) => Promise<A | undefined>,
): Promise<readonly A[]> {
  const chains = new Map<string, Promise<unknown>>()
  const instead = new Map<A, A>()
  const actOne = async (action: A) => {
    const other = await act(action)
    if (other) instead.set(action, other)
  }
  for (const action of actions) {
    const before = chains.get(action.node)
    chains.set(action.node, before ? before.then(() => actOne(action)) : actOne(action))
  }
  for (const outcome of await Promise.allSettled(chains.values()))
    if (outcome.status === 'rejected') throw outcome.reason
  return actions.map((action) => instead.get(action) ?? action)
}

/**
 * Whether every host's first full list is in, but for those that do not answer: they can't be waited for. Before that there
 * is nothing to decide on, and nothing to say of what is as it was. The hosts' lists wake the loops.
 */
export function areListed({ inventory }: Ports): boolean {
  return inventory.unlisted().size === 0
}
