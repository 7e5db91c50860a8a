import { EMPTY, filter, map, merge } from 'rxjs'
import { nodeHold, nodesTurned } from '../holds/node-hold.ts'
import type { Controller } from '../runtime/controller.ts'
import { each } from '../runtime/each.ts'
import type { Ports } from '../runtime/ports.ts'
import { done } from '../runtime/result.ts'

/**
 * Keeps the locks of the stacks that a serve has tasks of, also while there is nothing to write. Another home would otherwise change such a
 * stack, and serve would change it back.
 */
export const locksController: Controller = {
  name: 'locks',
  kind: 'Node',
  isEarly: true,
  lane: (node) => node,
  coalesce: (node, { store }) => store.by('Task', 'node', node).size,

  wakes: ({ store, inventory, locks }) =>
    merge(
      store.watchSpecs('Task').pipe(
        each(({ before, after }) => (after && after.spec.node !== before?.spec.node ? [after.spec.node ?? ''] : [])),
        filter((node) => node !== ''),
      ),
      inventory.watch().pipe(
        filter(({ type }) => type === 'host'),
        map(({ node }) => node),
      ),
      nodesTurned(store),
      locks?.turned().pipe(each((stack) => nodesOf(stack, store))) ?? EMPTY,
    ),

  async reconcile(node, ports) {
    if (nodeHold(node, ports)) return done // its answer wakes it
    const stacks = [...stacksOn(node, ports.store)]
    // All at once, so that one which can't be taken keeps no other waiting.
    const kept = await Promise.allSettled(stacks.map((stack) => ports.locks?.keep({ node, stack })))
    for (const keeping of kept) if (keeping.status === 'rejected') throw keeping.reason
    return done
  },
}

function nodesOf(stack: string, store: Ports['store']): ReadonlySet<string> {
  const nodes = new Set<string>()
  for (const { spec } of store.by('Task', 'namespace', stack).values())
    if (spec.node !== undefined) nodes.add(spec.node)
  return nodes
}

function stacksOn(node: string, store: Ports['store']): ReadonlySet<string> {
  const stacks = new Set<string>()
  for (const { metadata } of store.by('Task', 'node', node).values()) stacks.add(metadata.namespace ?? '')
  return stacks
}
