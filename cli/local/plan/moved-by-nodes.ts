import type { V1Node, V1Service } from '../../../api/v1/generated/types.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { keyOf, serviceKeyOf } from '../../../api/v1/names.ts'
import { serviceReasons } from '../../../api/v1/reasons.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { turnsAway } from '../../../controllers/scheduler/filters.ts'
import type { PlanResult } from '../../../plan/plan.ts'
import type { Store } from '../../../store/objects/store.ts'

/**
 * The stacks in which a running serve moves tasks as nodes change: tasks leave a node that turns them away now, and tasks of Global
 * services, or those that have no node yet, may come to one. Pure.
 */
export function movedByNodes(before: Store, declared: Store): ReadonlySet<string> {
  const changed = [...declared.list('Node')].filter(([name, node]) => isChanged(before.get('Node', name), node))
  if (changed.length === 0) return new Set()
  const leaving = changed.flatMap(([name, node]) =>
    [...declared.by('Task', 'node', name).values()].filter(
      (task) => turnsAway(node, declared.get('Service', serviceKeyOf(task))) !== undefined,
    ),
  )
  const coming = [...declared.list('Service').values()].filter((service) => mayCome(service, declared))
  return new Set([...leaving, ...coming].map(({ metadata: { namespace = '' } }) => namespace))
}

function isChanged(before: V1Node | undefined, { spec }: V1Node): boolean {
  return stableJson(before?.spec ?? null) !== stableJson(spec)
}

function mayCome(service: V1Service, store: Store): boolean {
  const tasks = store.by('Task', 'service', keyOf(service)).values()
  return isGlobal(service.spec) || [...tasks].some(({ spec }) => spec.node === undefined)
}

/**
 * The result without what fails, or is not as declared, in these stacks: an apply of nodes does not wait for them. What stays on a node
 * that it may not be on is told beside the calls.
 */
export function withoutUnmetOf<T extends PlanResult>(stacks: ReadonlySet<string>, result: T): T {
  const isOther = ({ object }: { readonly object: string }) => !stacks.has(object.split('/').at(-2) ?? '')
  const misplaced = result.unmet.filter((each) => !isOther(each) && each.reason === serviceReasons.tasksMisplaced)
  return {
    ...result,
    assumptions: [...result.assumptions, ...misplaced.map(({ object, message }) => `${object}: ${message}`)],
    failures: result.failures.filter(isOther),
    unmet: result.unmet.filter(isOther),
  }
}
