import { isTrue } from '../../../api/v1/conditions.ts'
import type { V1Task } from '../../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { describeRef, refOf } from '../../../api/v1/metadata.ts'
import { LOCAL_NODE, serviceKeyOf, splitId } from '../../../api/v1/names.ts'
import { isDrained } from '../../../api/v1/node-drained.ts'
import { conditionTypes } from '../../../api/v1/reasons.ts'
import type { EngineIdentity } from '../../../controllers/holds/engine-owner.ts'
import { heldByVolumes, movedBy, movingWords } from '../../../controllers/data/held-by-volume.ts'
import { noOtherNode } from '../../../controllers/scheduler/no-other-node.ts'
import { hasEnded } from '../../../api/v1/task-phase.ts'
import { createInventory } from '../../../engine/informer/create-inventory.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { type IdentityOf, otherNodeOf } from './same-engine.ts'

/**
 * Throws if a node to be deleted answers and still has tasks that stay: they would be recreated elsewhere and continue there unmanaged. It
 * is allowed if another node has the same engine, as after a rename. For a node that does not answer, or has another engine, returns notes
 * about what may still run there.
 */
export async function refuseNodeInUse(
  core: Pick<Core, 'store'>,
  going: readonly ResourceId[],
  identityOf: IdentityOf,
): Promise<NodesGoing> {
  const inUse = going.flatMap((id) => inUseBy(id, core.store, going))
  const all = await Promise.all(inUse.map((each) => answered(each, going, { core, identityOf })))
  for (const { id, tasks, found, other } of all) if (found && other === undefined) throw refusal(id, tasks, core.store)
  return {
    notes: all.map((each) => noteOn(each, core.store)),
    renamed: new Map(all.flatMap(({ id, other }) => (other === undefined ? [] : [[id, other]]))),
  }
}

/** What was found out about the nodes to be deleted. */
export interface NodesGoing {
  /** Notes for people. */
  readonly notes: readonly string[]
  /** Nodes whose engine another node has as well, with its containers, and that other one. */
  readonly renamed: ReadonlyMap<ResourceId, string>
}

/** A node to be deleted, and the tasks that stay on it. */
interface NodeInUse {
  readonly id: ResourceId
  readonly node: string
  readonly tasks: readonly V1Task[]
}

/** The local node stays; only its declaration is removed. */
function inUseBy(id: ResourceId, store: Core['store'], going: readonly ResourceId[]): readonly NodeInUse[] {
  const { kind, name: node } = splitId(id)
  const tasks = kind === 'Node' && node !== LOCAL_NODE ? stayingOn(node, store, going) : []
  return tasks.length === 0 ? [] : [{ id, node, tasks }]
}

/** The tasks on a node, without those of services that are deleted as well. */
function stayingOn(node: string, store: Core['store'], going: readonly ResourceId[]): readonly V1Task[] {
  return [...store.by('Task', 'node', node).values()].filter((task) => {
    const { metadata, spec, status } = task
    const isGoing = going.includes(`Service/${metadata.namespace}/${spec.service}`)
    return status?.containerName !== undefined && !hasEnded(task) && !isGoing
  })
}

/** Whether another engine than the recorded one answers at a node. */
export function isReplaced(node: string, store: Core['store']): boolean {
  return isTrue(store.get('Node', node)?.status?.conditions, conditionTypes.engineChanged)
}

/** Such a node, with what its engine answered. */
interface Answered extends NodeInUse {
  /** The identity of its engine, where that answers and is the recorded one. */
  readonly found: EngineIdentity | undefined
  /** Another node that stays and has this engine as well. */
  readonly other: string | undefined
}

async function answered(
  inUse: NodeInUse,
  going: readonly ResourceId[],
  at: { readonly core: Pick<Core, 'store'>; readonly identityOf: IdentityOf },
): Promise<Answered> {
  const { node } = inUse
  const found = isReplaced(node, at.core.store) ? undefined : await at.identityOf(node)
  return { ...inUse, found, other: found && (await otherNodeOf(found, { node, going }, at)) }
}

/** What a person is to know of a node that may be deleted though tasks are on it. */
function noteOn({ id, tasks, other }: Answered, store: Core['store']): string {
  if (other !== undefined) {
    const go = tasks.length === 1 ? 'goes' : 'go'
    const once = isReplaced(other, store) ? ` once that is approved: \`reconcile approve node/${other}\`` : ''
    return `${id}: its engine is that of node ${other}, too, under which ${namesOf(tasks)} ${go} on${once}`
  }
  const containers = tasks.flatMap(({ status }) => status?.containerName ?? [])
  return `${id} does not answer: ${namesOf(tasks)} may run there still, and is made elsewhere where that leaves no data behind; \`docker rm -f ${containers.join(' ')}\` there ends what does`
}

function namesOf(tasks: readonly V1Task[]): string {
  return listNames(tasks.map((task) => describeRef(refOf(task))))
}

function refusal(id: ResourceId, tasks: readonly V1Task[], store: Core['store']): InstallationError {
  const isEmptied = isDrained(store.get('Node', id.slice('Node/'.length)))
  const drained = isEmptied
    ? 'it is drained, and its condition Drained says what is there still and why'
    : 'set `drain: true` on it, so that serve, or the next apply, moves what has no data there'
  const byWhy = groupBy(tasks, (task) => nowhereElse(task, store) ?? '')
  const free = byWhy.get('') ?? []
  // Volume locations as the state knows them.
  const known = { store, inventory: createInventory({ installation: '' }) }
  // Only for tasks that can move, as restarting others would not help.
  const moves = [
    ...free.map((task) => movedBy(task, known)),
    ...tasks.map((task) => ({ volumes: heldByVolumes(task, known) })),
  ]
  const remedy = [...(free.length > 0 ? [drained] : []), ...stuckWords(byWhy), ...movingWords(moves)].join('; ')
  return new InstallationError(exits.failed, `${id} is in use by ${namesOf(tasks)}`, {
    reason: 'Conflict',
    remedy: `${remedy}; then delete it. What can go nowhere else delete first. Nothing was deleted`,
  })
}

/** Names the tasks that can run on no other node, grouped by cause and limited in number. */
function stuckWords(byWhy: ReadonlyMap<string, readonly V1Task[]>): readonly string[] {
  const stuck = [...byWhy].filter(([why]) => why !== '')
  const said = stuck.slice(0, MOST_CAUSES).map(([why, tasks]) => `no other node may run ${namesOf(tasks)} (${why})`)
  const left = stuck.slice(MOST_CAUSES).reduce((sum, [, tasks]) => sum + tasks.length, 0)
  return left === 0 ? said : [...said, `nor ${left} more`]
}

const MOST_CAUSES = 3

/** Why no other node can run a task; undefined if one can. */
function nowhereElse(task: V1Task, store: Core['store']): string | undefined {
  const service = store.get('Service', serviceKeyOf(task))
  if (!service) return undefined
  return store.list('Node').size < 2 ? 'there is none' : noOtherNode(task, service, store)
}
