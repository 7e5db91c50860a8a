import { labels } from '../../../api/v1/labels.ts'
import type { Inventory } from '../../../engine/inventory.ts'
import type { Store } from '../../../store/objects/store.ts'

/**
 * Warns of each stack that has containers of this installation but is not declared: its directory is no longer watched, or the state was
 * lost. They are left running (S4), and not reconciled.
 */
export function undeclaredStacks(
  inventory: Pick<Inventory, 'hosts'>,
  { store, installation }: { readonly store: Pick<Store, 'get' | 'by'>; readonly installation: string },
): readonly string[] {
  const counts = new Map<string, number>()
  for (const { containers } of inventory.hosts())
    for (const { Config } of containers.values()) {
      const { [labels.installation]: owner, [labels.stack]: stack } = Config.Labels ?? {}
      if (owner !== installation || stack === undefined || isDeclared(stack, store)) continue
      counts.set(stack, (counts.get(stack) ?? 0) + 1)
    }
  return [...counts].map(
    ([stack, count]) =>
      `warning: ${count === 1 ? 'a container' : `${count} containers`} of stack ${stack} ${count === 1 ? 'is' : 'are'} on the hosts, and nothing declares ${stack}: ` +
      `watch its directory (serve --watch DIR) or apply it, to keep it; else, unless another RECONCILE_HOME works on it, \`reconcile delete --stack ${stack} --prune\``,
  )
}

function isDeclared(stack: string, store: Pick<Store, 'get' | 'by'>): boolean {
  return store.get('Stack', stack) !== undefined || store.by('Service', 'namespace', stack).size > 0
}
