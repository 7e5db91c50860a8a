import type { V1Task } from '../../../api/v1/generated/types.ts'
import { redactKnown } from '../../../api/v1/redact/known.ts'
import { redactedStart } from '../../../api/v1/redact/redact.ts'
import { isEngineError, keepsNoLogs } from '../../../engine/errors.ts'
import { because } from '../../../engine/run.ts'
import { engineOf } from '../../runtime/engine-of.ts'
import type { Acting } from './acting.ts'
import { isRetiring } from '../../../api/v1/task-phase.ts'
import { hasLooped } from '../plan/restart.ts'
import type { ContainerView, TaskView } from '../view.ts'

/** How many log lines of a failed container are kept. */
const LINES = 5
/** How many characters of each are kept. */
const WIDTH = 500

/** What stands for the lines where none can be had: nobody is to look for them. */
const NOT_KEPT = '(not kept: its log driver keeps nothing that can be read)'

/**
 * Whether the log of a failed container is to be read: it failed since the last look, or its last lines are unknown. Decided before the
 * read, as a pass without an await costs less.
 */
export function hasLastWords(view: TaskView): boolean {
  const [container] = view.containers
  if (container === undefined || isRetiring(view.task)) return false
  return hasFailed(view.task, container) || loops(view, container) || hasGivenUp(view.task, container)
}

/** The last log lines of a failed container, for describe and the rollout's message. Read once per end; undefined if the engine refuses. */
export async function lastWords({ seen, ports, run }: Acting): Promise<readonly string[] | undefined> {
  const { task, containers } = seen.view
  const [container] = containers
  if (!container) return undefined
  const { env = [] } = task.spec.template
  const lines: string[] = []
  const onLine = ({ text }: { text: string }) => void lines.push(redactedStart(redactKnown(text, env), WIDTH))
  try {
    await engineOf(task.spec.node ?? '', ports).logs(
      { id: container.id, tail: LINES, onLine },
      because(run, 'its last words'),
    )
  } catch (error) {
    if (keepsNoLogs(error)) return [NOT_KEPT]
    if (isEngineError(error)) return undefined
    throw error
  }
  return lines.slice(-LINES)
}

/** Whether it has ended with a failure since the last look. */
function hasFailed({ status = {} }: V1Task, { exitCode, stoppedByHand, finishedAt }: ContainerView): boolean {
  if (exitCode === 0 || stoppedByHand || status.stoppedByUs) return false
  return finishedAt !== undefined && finishedAt !== status.finishedAt
}

/** Whether the task has failed for good, as another process saw. */
function hasGivenUp({ status = {} }: V1Task, { state }: ContainerView): boolean {
  return status.phase === 'Failed' && status.lastLogLines === undefined && state === 'exited'
}

/** Whether it runs again after ends that nobody saw, so that its last lines are unknown. */
function loops(view: TaskView, container: ContainerView): boolean {
  if (container.state !== 'running' || view.task.status?.lastLogLines !== undefined) return false
  return hasLooped(view, container)
}
