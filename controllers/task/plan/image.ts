import type { V1Task } from '../../../api/v1/generated/types.ts'
import { lacksImage } from '../../../api/v1/lacks-image.ts'
import { isImageId } from '../../../api/v1/pinned-image.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { failedBefore } from './last-try.ts'
import { step, type TaskPlan, type TaskStep } from '../step.ts'
import type { Need, TaskView } from '../view.ts'

/** The step that brings a task's image to its node; undefined if it is there. */
export function planImage(view: TaskView): TaskPlan | undefined {
  const { image, task, pinned } = view
  const { template } = task.spec
  const { building, pulling } = taskReasons
  const declared = task.spec.image ?? template.image ?? 'its image'
  const name = pinned ?? declared
  if (image === 'unknown') return get({ do: 'inspectImage' }, view, { reason: pulling, message: `looking for ${name}` })
  if (image === 'present') return undefined
  if (template.build && image === 'absent')
    return get({ do: 'build' }, view, { reason: building, message: `${name} is not there yet` })
  if (pinned !== undefined && image === 'absent' && (isImageId(pinned) || template.pullPolicy === 'Never'))
    return lost(task, pinned, declared)
  if (template.pullPolicy === 'Never') return never(name)
  const message = image === 'stale' ? `${name} is asked for anew` : `${name} is not on the node`
  return get({ do: 'pull' }, view, { reason: pulling, message })
}

/** The step that brings a mounted image to the node; undefined if all are there. */
export function planMountedImage(view: TaskView): TaskPlan | undefined {
  const { lackedMount, task } = view
  if (lackedMount === undefined) return undefined
  const { name, state } = lackedMount
  const reason = taskReasons.pulling
  if (state === 'unknown')
    return get({ do: 'inspectImage', mounted: name }, view, { reason, message: `looking for ${name}` })
  if (task.spec.template.pullPolicy === 'Never') return never(name)
  return get({ do: 'pull', mounted: name }, view, { reason, message: `${name} is not on the node` })
}

function lost({ metadata, spec }: V1Task, pinned: string, declared: string): TaskPlan {
  const was = `${pinned}, which ${declared} meant when its revision first ran, is not on the node any more`
  // An id is of one image store: after a change of the engine's, or a second build, nothing that is loaded has it again.
  const restart = `\`reconcile restart ${spec.service} -n ${metadata.namespace} --pull\``
  const message = `${was}: load it there, or roll out what ${declared} means now with ${restart}`
  return step({ do: 'wait' }, 'Preparing', { reason: taskReasons.imageMissing, message })
}

function never(name: string): TaskPlan {
  const message = `${name} is not on the node, and its pull policy is Never: load it there, or change the policy`
  return step({ do: 'wait' }, 'Preparing', { reason: taskReasons.imageMissing, message })
}

type Getting = Extract<TaskStep, { do: 'inspectImage' | 'pull' | 'build' }>

/**
 * A step towards an image. Until the image arrives, its message stays the cause of the last failure, not that it is tried again. Looking
 * for an image does not replace the reason why a create failed.
 */
function get(next: Getting, view: TaskView, words: Need): TaskPlan {
  const { status = {} } = view.task
  const { reason = '', message = '' } = status
  if (lacksImage(status)) return step(next, 'Preparing', { reason, message })
  const before = next.do === 'inspectImage' ? failedBefore(view, taskReasons.createFailed) : undefined
  return step(next, 'Preparing', before ?? words)
}
