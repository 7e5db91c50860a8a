import type { V1Maker } from '../../../api/v1/generated/types.ts'
import { holdReasons, taskReasons } from '../../../api/v1/reasons.ts'
import { temporaryName } from '../../../api/v1/names.ts'
import { makerRemedy } from '../../adoption/remedy.ts'
import { holds, step, type TaskPlan } from '../step.ts'
import { planUnnamed } from './set-aside.ts'
import type { ContainerView, NameHolder, Need, TaskView } from '../view.ts'

/** When a task looks again for its name, ms, while a container of another service still has it. */
const LOOK_FOR_NAME_MS = 250

/**
 * What a container that was made beside its predecessor's is to have before its start: stop-first the predecessor gone, and
 * its own name, which log drivers keep as it is at the start.
 */
export function planTurn(view: TaskView, container: ContainerView): TaskPlan | undefined {
  const { name, nameHolder: holder } = view
  if (holder?.by === 'predecessor' && holder.order === 'StopFirst') return awaitPredecessor(view, holder)
  if (holder || container.name === name) return undefined
  const unnamed = planUnnamed(view, container)
  if (unnamed) return unnamed
  return step({ do: 'rename', id: container.id, name }, 'Preparing', misnamed(view, container))
}

/** Gives a container the name that it is to have; one that another waits for in turn makes way by its temporary name. */
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

/** A wait for a predecessor that is to stop first. */
export function awaitPredecessor(view: TaskView, { task }: { readonly task: string }): TaskPlan {
  return holds(view, 'Preparing', { reason: taskReasons.waitingForPredecessor, message: `${task} is to stop first` })
}

/** A wait for the name of one that has stopped and is removed now: nothing is to stop for that, as for one that stops first. */
export function awaitRemoval({ name }: TaskView, { task }: { readonly task: string }): TaskPlan {
  return step({ do: 'wait', afterMs: LOOK_FOR_NAME_MS, periodic: true }, 'Preparing', {
    reason: taskReasons.waitingForName,
    message: `${task} has the name ${name} still, and is being removed`,
  })
}

/** A wait for a port of the host; none for the one whose predecessor makes way for who has it. */
export function awaitPort(view: TaskView): TaskPlan | undefined {
  const { portHolder: holder, nameHolder } = view
  if (!holder || (holder.waitsForUs && nameHolder?.by === 'predecessor')) return undefined
  return holds(view, 'Preparing', holder.need)
}

/** A wait for a name that another has who is no predecessor. What is ours lets go of it by itself. */
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
  // No `adopt`: what has only the name is hardly what is declared, and would be replaced.
  return `${taken}: \`docker rm -f ${name}\` if nobody needs it, else \`docker rename ${name} OTHER\``
}

/** Beside its predecessor a task has its revision after the name; any other name is somebody's doing. */
function misnamed({ name }: TaskView, container: ContainerView): Need {
  if (container.name.startsWith(`${name}.`)) {
    const reason = container.state === 'running' ? taskReasons.running : taskReasons.creating
    return { reason, message: `${name} is free now` }
  }
  return { reason: taskReasons.drift, message: `its name is ${container.name}, declared ${name}` }
}
