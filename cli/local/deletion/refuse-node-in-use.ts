import { isTrue } from '../../../api/v1/conditions.ts'
import type { V1Task } from '../../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { describeRef, refOf } from '../../../api/v1/metadata.ts'
import { LOCAL_NODE } from '../../../api/v1/names.ts'
import { isDrained } from '../../../api/v1/node-drained.ts'
import { conditionTypes } from '../../../api/v1/reasons.ts'
import { movedBy, movingWords } from '../../../controllers/scheduler/held-by-volume.ts'
import { hasEnded } from '../../../controllers/task/phase.ts'
import { createInventory } from '../../../engine/informer/create-inventory.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'

/**
 * Refuses to delete a node that answers while tasks that stay run there: they would be made elsewhere, and run on there with nobody to look
 * after them. Of one that does not answer, or not as the engine that it was, people are told what may run there still.
 */
export async function refuseNodeInUse(
  core: Pick<Core, 'store' | 'engines'>,
  going: readonly ResourceId[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const notes: string[] = []
  for (const id of going) {
    const [kind, node = ''] = id.split('/')
    // The node of this machine's engine stays: what files say of it is taken back.
    const tasks = kind === 'Node' && node !== LOCAL_NODE ? stayingOn(node, core.store, going) : []
    if (tasks.length === 0) continue
    if (await answers(node, core, signal)) throw inUse(id, tasks, core.store)
    const containers = tasks.flatMap(({ status }) => status?.containerName ?? [])
    notes.push(
      `${id} does not answer: ${namesOf(tasks)} may run there still, and is made elsewhere where that leaves no data behind; \`docker rm -f ${containers.join(' ')}\` there ends what does`,
    )
  }
  return notes
}

/** The tasks on a node, but for those of services that go as well. */
function stayingOn(node: string, store: Core['store'], going: readonly ResourceId[]): readonly V1Task[] {
  return [...store.by('Task', 'node', node).values()].filter((task) => {
    const { metadata, spec, status } = task
    const isGoing = going.includes(`Service/${metadata.namespace}/${spec.service}`)
    return status?.containerName !== undefined && !hasEnded(task) && !isGoing
  })
}

async function answers(
  node: string,
  { store, engines }: Pick<Core, 'store' | 'engines'>,
  signal: AbortSignal,
): Promise<boolean> {
  if (isTrue(store.get('Node', node)?.status?.conditions, conditionTypes.engineChanged)) return false
  const engine = (await engines()).get(node)
  if (!engine) return false
  const run = { signal, object: `Node/${node}`, reason: 'whether it answers, before it is deleted' }
  try {
    await engine.info({}, run)
    return true
  } catch {
    signal.throwIfAborted()
    return false
  }
}

function namesOf(tasks: readonly V1Task[]): string {
  return listNames(tasks.map((task) => describeRef(refOf(task))))
}

function inUse(id: ResourceId, tasks: readonly V1Task[], store: Core['store']): InstallationError {
  const isEmptied = isDrained(store.get('Node', id.slice('Node/'.length)))
  const drained = isEmptied
    ? 'it is drained, and its condition Drained says what is there still and why'
    : 'set `drain: true` on it, so that serve, or the next apply, moves what has no data there'
  // As far as the state knows where volumes are.
  const known = { store, inventory: createInventory({ installation: '' }) }
  const remedy = [drained, ...movingWords(tasks.map((task) => movedBy(task, known)))].join('; ')
  return new InstallationError(exits.failed, `${id} is in use by ${namesOf(tasks)}`, {
    reason: 'Conflict',
    remedy: `${remedy}; then delete it. What can go nowhere else delete first. Nothing was deleted`,
  })
}
