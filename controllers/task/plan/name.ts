import type { V1Maker } from '../../../api/v1/generated/types.ts'
import { holdReasons, taskReasons } from '../../../api/v1/reasons.ts'
import { temporaryName } from '../../../api/v1/names.ts'
import { makerRemedy } from '../../adoption/remedy.ts'
import { holds, step, type TaskPlan } from '../step.ts'
import { planUnnamed } from './set-aside.ts'
import type { ContainerView, NameHolder, Need, TaskView } from '../view.ts'

/** How often a task looks whether a container of another service has given up its name, ms. */
const LOOK_FOR_NAME_MS = 250

/**
 * What has to happen before the start of a container that was created beside its predecessor. Under StopFirst the predecessor must be gone.
 * It also needs its final name, as log drivers keep the name of the start.
 */
export function planTurn(view: TaskView, container: ContainerView): TaskPlan | undefined {
  const { name, nameHolder: holder } = view
  if (holder?.by === 'predecessor' && holder.order === 'StopFirst') return awaitPredecessor(view, holder)
  if (holder || container.name === name) return undefined
  const unnamed = planUnnamed(view, container)
  if (unnamed) return unnamed
  return step({ do: 'rename', id: container.id, name }, 'Preparing', misnamed(view, container))
}

/** Gives a container its declared name. If another task waits in turn for this one's name, it takes its temporary name to give way. */
export function planRename(view: TaskView, container: ContainerView): TaskPlan | undefined {
  const { name, nameHolder: holder, task } = view
  const { id } = container
  if (container.name === name) return undefined
  if (!holder) return step({ do: 'rename', id, name }, 'Running', misnamed(view, container))
  if (holder.by !== 'service' || !holder.waitsForUs) return undefined
  return step({ do: 'rename', id, name: temporaryName(task) }, 'Running', {
    reason: taskReasons.waitingForName,
    message: `${holder.service} has the name ${name}, and waits for ${container.name}`,
  })
}

/** A wait for a predecessor that has to stop first. */
export function awaitPredecessor(
  view: TaskView,
  { task, until }: { readonly task: string; readonly until?: number },
): TaskPlan {
  const message = `${task} is to stop first`
  return holds(view, 'Preparing', {
    reason: taskReasons.waitingForPredecessor,
    message,
    ...(until === undefined ? {} : { until }),
  })
}

/** A wait for the name of a container that has stopped and is being removed. Unlike with StopFirst, nothing else has to stop. */
export function awaitRemoval({ name }: TaskView, { task }: { readonly task: string }): TaskPlan {
  return step({ do: 'wait', afterMs: LOOK_FOR_NAME_MS, periodic: true }, 'Preparing', {
    reason: taskReasons.waitingForName,
    message: `${task} has the name ${name} still, and is being removed`,
  })
}

/** A wait for a host port; none if this task's predecessor is the one to give way to the port's holder. */
export function awaitPort(view: TaskView): TaskPlan | undefined {
  const { portHolder: holder, nameHolder } = view
  if (!holder || (holder.waitsForUs && nameHolder?.by === 'predecessor')) return undefined
  return holds(view, 'Preparing', holder.need)
}

/** A wait for a name that is held by another than a predecessor. Holders of ours give it up by themselves. */
export function awaitName(view: TaskView, phase: 'Preparing' | 'Running'): TaskPlan | undefined {
  const { name, nameHolder: holder } = view
  if (holder?.by === 'service')
    return step({ do: 'wait', afterMs: LOOK_FOR_NAME_MS, periodic: true }, phase, {
      reason: taskReasons.waitingForName,
      message: `a container of ${holder.service} has the name ${name}: it waits until that one is renamed or gone`,
    })
  if (holder?.by !== 'foreign') return undefined
  const { maker, runs } = holder
  const message = runs ? atWorkMessage(view, runs, maker) : takenMessage(view, holder)
  return holds(view, phase, { reason: holdReasons.nameTaken, message, ...(maker ? { maker } : {}) })
}

type Foreign = Extract<NameHolder, { by: 'foreign' }>

function atWorkMessage({ task }: TaskView, { name, node }: Required<Foreign>['runs'], maker?: V1Maker): string {
  const other = `else \`docker rm -f ${name}\` there if nobody needs it, or give this stack another name`
  return `container ${name} on ${node} runs ${task.spec.service} already, which ${makerRemedy(task.metadata.namespace, maker)}; ${other}`
}

function takenMessage({ name, task }: TaskView, { id, maker }: Foreign): string {
  const taken = `a container that is not ours has the name ${name} (${id.slice(0, 12)})`
  const { namespace: stack } = task.metadata
  const remedy = makerRemedy(stack, maker)
  if (remedy !== undefined) return `${taken}, which ${remedy}`
  // `adopt` is not offered: a container with nothing but the name hardly equals the declaration, and would be replaced.
  return `${taken}: \`docker rm -f ${name}\` if nobody needs it, else \`docker rename ${name} OTHER\``
}

/** Why a container has another name. Beside its predecessor the revision follows its name; any other name was given by somebody else. */
function misnamed({ name }: TaskView, container: ContainerView): Need {
  if (container.name.startsWith(`${name}.`)) {
    const reason = container.state === 'running' ? taskReasons.running : taskReasons.creating
    return { reason, message: `${name} is free now` }
  }
  return { reason: taskReasons.drift, message: `its name is ${container.name}, declared ${name}` }
}
