import { taskReasons } from '../../../api/v1/reasons.ts'
import { ourTime } from './engine-time.ts'
import { step, type TaskPlan } from '../step.ts'
import type { ContainerView, TaskView } from '../view.ts'

/** How long what docker compose runs as well stays stopped that somebody stopped, ms: Compose stops a container right before it replaces it. */
const TO_REPLACE_MS = 5_000

/** The same, once it has the name that Compose gives to what it is replacing: so long may a create and a start take. */
const REPLACING_MS = 60_000

/**
 * Leaves a container of an adopted stack stopped for as long as docker compose may be replacing it, as by `up --force-recreate`:
 * started again under it, it could not be removed, and would run beside its successor, on the same volumes.
 */
export function planSetAside(view: TaskView, container: ContainerView): TaskPlan | undefined {
  const isNamedSo = isSetAside(container)
  if (!view.isAdopted || !(isNamedSo || container.stoppedByHand)) return undefined
  const endedAt = container.finishedAt === undefined ? view.now : ourTime(container.finishedAt, container)
  const afterMs = (isNamedSo ? REPLACING_MS : TO_REPLACE_MS) - Math.max(0, view.now - endedAt)
  if (afterMs <= 0) return undefined
  const why = isNamedSo ? `its name is ${container.name}: docker compose replaces it` : 'docker compose may replace it'
  return step({ do: 'wait', afterMs }, 'Starting', {
    reason: taskReasons.stoppedByHand,
    message: `it was stopped by hand, and ${why}; else it starts again in ${Math.ceil(afterMs / 1000)} s`,
  })
}

/** Whether a container has the name that docker compose gives to one that it is replacing: with its own short id before it. */
function isSetAside({ id, name }: ContainerView): boolean {
  return name.startsWith(`${id.slice(0, SHORT_ID)}_`)
}

const SHORT_ID = 12
