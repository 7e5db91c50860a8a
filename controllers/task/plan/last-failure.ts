import { checkFailure, endingOf } from './failing.ts'
import { failuresIn } from './restart.ts'
import type { ContainerView, TaskView } from '../view.ts'
import { wasStopped } from './was-stopped.ts'

/** How a task last failed, a sentence; kept while its failures count. */
export function lastFailure(view: TaskView, container: ContainerView): string | undefined {
  const { status = {} } = view.task
  if (container.state === 'running' && container.health === 'unhealthy') return checkFailure(container, 'failed')
  const failures = failuresIn(view, container)
  if (failures === 0) return status.postStartDue ? status.lastFailure : undefined
  // A restart may be seen before the event about the end that led to it.
  const isUntold = status.lastFailure === undefined && container.state === 'running'
  const isNew = isUntold || failures > (status.failures ?? 0) || hasEndedAnew(view, container)
  return (isNew ? seenEnding(container) : undefined) ?? status.lastFailure
}

/** Whether it has ended since the last look without being asked to. */
function hasEndedAnew({ task: { status = {} } }: TaskView, container: ContainerView): boolean {
  const { state, finishedAt } = container
  const isDown = state === 'exited' || state === 'restarting'
  return isDown && finishedAt !== status.finishedAt && !status.stoppedByUs && !wasStopped(container)
}

/** How a container ended. If it runs again, only an event told. */
function seenEnding(container: ContainerView): string | undefined {
  if (container.state !== 'running' && container.state !== 'paused') return endingOf(container)
  return container.lastEnd && endingOf({ ...container, ...container.lastEnd })
}
