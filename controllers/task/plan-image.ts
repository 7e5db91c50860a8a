import type { V1Task } from '../../api/v1/generated/types.ts'
import { lacksImage } from '../../api/v1/lacks-image.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { step, type TaskPlan, type TaskStep } from './step.ts'
import type { Need, TaskView } from './view.ts'

/** What it takes to have a task's image on its node; undefined where it is there. */
export function planImage({ image, task }: TaskView): TaskPlan | undefined {
  const { template } = task.spec
  const { building, pulling, imageMissing: reason } = taskReasons
  const name = task.spec.image ?? template.image ?? 'its image'
  if (image === 'unknown') return get('inspectImage', task, { reason: pulling, message: `looking for ${name}` })
  if (image === 'present') return undefined
  if (template.build && image === 'absent')
    return get('build', task, { reason: building, message: `${name} is not there yet` })
  if (template.pullPolicy === 'Never') {
    const message = `${name} is not on the node, and its pull policy is Never: load it there, or change the policy`
    return step({ do: 'wait' }, 'Preparing', { reason, message })
  }
  const message = image === 'stale' ? `${name} is asked for anew` : `${name} is not on the node`
  return get('pull', task, { reason: pulling, message })
}

/** Why it was not to be had the last time is said until it is there, or on its way: the cause, and not that it is tried again. */
function get(
  verb: Extract<TaskStep['do'], 'inspectImage' | 'pull' | 'build'>,
  { status = {} }: V1Task,
  words: Need,
): TaskPlan {
  const { reason = '', message = '' } = status
  return step({ do: verb }, 'Preparing', lacksImage(status) ? { reason, message } : words)
}
