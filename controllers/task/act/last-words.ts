import type { V1Task } from '../../../api/v1/generated/types.ts'
import { redactKnown } from '../../../api/v1/redact/known.ts'
import { redactedStart } from '../../../api/v1/redact/redact.ts'
import { isEngineError } from '../../../engine/errors.ts'
import { because } from '../../../engine/run.ts'
import { engineOf } from '../../runtime/acting.ts'
import type { Acting } from './acting.ts'
import { isRetiring } from '../phase.ts'
import { hasLooped } from '../plan/restart.ts'
import type { ContainerView, TaskView } from '../view.ts'

/** Log lines that are kept of a container that failed. */
const LINES = 5
/** Characters kept of each. */
const WIDTH = 500

/** Whether a container failed since the last look, or its words are not known. Told before these are read: a look that waits for nothing costs less. */
export function hasLastWords(view: TaskView): boolean {
  const [container] = view.containers
  if (container === undefined || isRetiring(view.task)) return false
  return hasFailed(view.task, container) || loops(view, container) || hasGivenUp(view.task, container)
}

/** The last lines of the container that failed: read once per end, for describe and the rollout's message. */
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
    if (isEngineError(error)) return undefined
    throw error
  }
  return lines.slice(-LINES)
}

/** Whether it ended in a failure that was not seen before. */
function hasFailed({ status = {} }: V1Task, { exitCode, stoppedByHand, finishedAt }: ContainerView): boolean {
  if (exitCode === 0 || stoppedByHand || status.stoppedByUs) return false
  return finishedAt !== undefined && finishedAt !== status.finishedAt
}

/** Whether that was its outcome, and another process saw it. */
function hasGivenUp({ status = {} }: V1Task, { state }: ContainerView): boolean {
  return status.phase === 'Failed' && status.lastLogLines === undefined && state === 'exited'
}

/** Whether it runs again after ends that nobody saw, so that no words are known. */
function loops(view: TaskView, container: ContainerView): boolean {
  if (container.state !== 'running' || view.task.status?.lastLogLines !== undefined) return false
  return hasLooped(view, container)
}
