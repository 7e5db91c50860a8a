import { listNames } from '../../../api/v1/list-names.ts'
import { isDrained } from '../../../api/v1/node-drained.ts'
import type { Store } from '../../../store/objects/store.ts'

/** What is done elsewhere for nodes that are to be drained now: tasks of other stacks leave them, by no call of this plan. */
export function drainWords(before: Store, declared: Store, stacks: ReadonlySet<string>): readonly string[] {
  return [...declared.list('Node')].flatMap(([node, object]) => {
    if (!isDrained(object) || isDrained(before.get('Node', node))) return []
    return drainedWords(node, declared, stacks)
  })
}

/** What becomes of the tasks on a drained node, but for those of these stacks; none where there are none. */
export function drainedWords(node: string, store: Store, without: ReadonlySet<string> = new Set()): readonly string[] {
  const there = [...store.by('Task', 'node', node).values()].map(({ metadata }) => metadata.namespace ?? '')
  const others = [...new Set(there)].filter((stack) => !without.has(stack)).sort()
  if (others.length === 0) return []
  const what = `tasks of ${listNames(others)} leave ${node}, which is drained`
  return [`${what}: \`reconcile serve\`, or their next apply, does that, and a plan of their files shows it`]
}
