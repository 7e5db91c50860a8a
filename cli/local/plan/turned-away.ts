import type { V1Node, V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { isObserved } from '../../../api/v1/metadata.ts'
import { serviceKeyOf } from '../../../api/v1/names.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { boundToNode } from '../../../controllers/holds/bound-to-node.ts'
import { rulesOut, turnsAway } from '../../../controllers/scheduler/filters.ts'
import { noOtherNode } from '../../../controllers/scheduler/no-other-node.ts'
import type { Placing } from '../../../controllers/data/pinned-volumes.ts'
import { elsewhere } from '../../../controllers/service/observe/elsewhere.ts'
import { replicaOf } from '../../../controllers/service/replica.ts'
import { hasEnded, isRetiring } from '../../../api/v1/task-phase.ts'
import type { Core } from '../open/core.ts'
import type { Store } from '../../../store/objects/store.ts'

/**
 * Says what happens in other stacks because nodes turn tasks away from now on, as they are drained or have other labels. Tasks leave these
 * nodes, by no call of this plan, or stay as no other node fits.
 */
export async function turnedAwayWords(
  { store: before, installation, inventory }: Pick<Core, 'store' | 'installation' | 'inventory'>,
  store: Store,
  stacks: ReadonlySet<string>,
): Promise<readonly string[]> {
  const counts = (task: V1Task) => !stacks.has(task.metadata.namespace ?? '') && !matterOf(task, before)
  const nodes = [...store.list('Node').keys()].filter((node) => turnedFrom(node, store).some(counts))
  if (nodes.length === 0) return []
  const ports = { store, installation, inventory: await inventory(), mover: NEXT }
  return nodes.flatMap((node) => leavingWords(node, ports, counts))
}

/** Who moves these tasks where no serve runs. */
export const NEXT = '`reconcile serve`, or their next apply,'

interface Moving extends Placing {
  /** Who moves the tasks, in words. */
  readonly mover: string
}

/**
 * Says which stacks' tasks leave a node that turns them away, and which tasks stay, of those for which `counts` holds. Empty where there
 * are none.
 */
export function leavingWords(
  node: string,
  { mover, ...ports }: Moving,
  counts: (task: V1Task) => boolean = () => true,
): readonly string[] {
  const { store } = ports
  const alike = groupBy(turnedFrom(node, store).filter(counts), (task) => matterOf(task, store)?.words ?? '')
  return [...alike].flatMap(([matter, tasks]) => {
    const staying = stayingOf(tasks, ports)
    const stacks = tasks.filter((task) => !staying.has(task)).map(({ metadata: { namespace = '' } }) => namespace)
    return [...leaveWords(stacks, { where: `${node}, which ${matter}`, mover }), ...stayWords(staying, node, matter)]
  })
}

function turnedFrom(node: string, store: Store): readonly V1Task[] {
  const there = [...store.by('Task', 'node', node).values()]
  return there.filter((task) => !isRetiring(task) && !hasEnded(task) && matterOf(task, store))
}

function leaveWords(
  stacks: readonly string[],
  { where, mover }: { readonly where: string; readonly mover: string },
): readonly string[] {
  if (stacks.length === 0) return []
  const names = listNames([...new Set(stacks)].sort())
  return [`tasks of ${names} leave ${where}: ${mover} does that, and a plan of their files shows it`]
}

function stayWords(staying: ReadonlyMap<V1Task, string>, node: string, matter: string): readonly string[] {
  const [first, ...more] = [...staying]
  if (!first) return []
  const [{ metadata }, because] = first
  const also = more.length === 0 ? '' : `; so ${more.length === 1 ? 'does' : 'do'} ${more.length} more`
  return [`task ${metadata.name} of ${metadata.namespace} stays on ${node}, which ${matter}: ${because}${also}`]
}

/** The tasks that stay because they have no place elsewhere now or something binds them, and why. */
function stayingOf(tasks: readonly V1Task[], ports: Placing): ReadonlyMap<V1Task, string> {
  const staying = new Map<V1Task, string>()
  for (const [key, own] of groupBy(tasks, serviceKeyOf)) {
    const service = ports.store.get('Service', key)
    if (!service || isGlobal(service.spec)) continue
    const others = own.filter((task) => !replicaOf(task).leaves)
    const because = elsewhere(service, others, ports).staying
    for (const task of others) {
      const why = nowhereFor(task, service, ports) ?? because.get(task.metadata.name)
      if (why !== undefined && !mayGoToNew(task, service, ports)) staying.set(task, why)
    }
  }
  return staying
}

/** Why no other node would take a task, whichever of them answer by then; undefined where one would. */
function nowhereFor(task: V1Task, service: V1Service, { store }: Placing): string | undefined {
  if ([...store.list('Node').keys()].every((name) => name === task.spec.node)) return 'there is no other node'
  const nowhere = noOtherNode(task, service, store)
  return nowhere && `no other node may run it: ${nowhere}`
}

/** Whether a task may go to a node of which nothing is known yet. */
function mayGoToNew(task: V1Task, service: V1Service, ports: Placing): boolean {
  const isOpen = (node: V1Node) => !isObserved(node) && rulesOut(node, service) === undefined
  return boundToNode(task, service, ports) === undefined && [...ports.store.list('Node').values()].some(isOpen)
}

function matterOf(task: V1Task, store: Store): ReturnType<typeof turnsAway> {
  const service = store.get('Service', serviceKeyOf(task))
  return turnsAway(store.get('Node', task.spec.node ?? ''), service)
}
