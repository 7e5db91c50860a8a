import { taskReasons } from '../../../api/v1/reasons.ts'
import { ourTime } from './engine-time.ts'
import { step, type TaskPlan } from '../step.ts'
import type { ContainerView, TaskView } from '../view.ts'

/** How long a stopped container of an adopted stack stays stopped, ms: Compose stops a container right before it replaces it. */
const TO_REPLACE_MS = 5_000

/** The same for one that has the name Compose gives to containers it is replacing, ms: a create and a start may take that long. */
const REPLACING_MS = 60_000

/**
 * Leaves a stopped container of an adopted stack alone while docker compose may be replacing it, as in `up --force-recreate`. Started
 * again, it could not be removed by Compose, and would run beside its successor on the same volumes.
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

/** Whether a container has the name that docker compose gives to one it is replacing: its own short id, then its name. */
function isSetAside({ id, name }: ContainerView): boolean {
  return name.startsWith(`${id.slice(0, SHORT_ID)}_`)
}

const SHORT_ID = 12

/** How long docker compose may take to name a replacement, ms: it first stops and removes the old container. */
const TO_NAME_MS = 30_000

/**
 * Waits for docker compose to name a replacement, which it creates with the old container's short id before the name. If we named it first,
 * Compose's call and with it its command would fail.
 */
export function planUnnamed({ isAdopted, name, now }: TaskView, container: ContainerView): TaskPlan | undefined {
  const isForAPlace = /^[0-9a-f]{12}_/.test(container.name) && !isSetAside(container)
  if (!isAdopted || !isForAPlace || container.createdAt === undefined) return undefined
  const afterMs = TO_NAME_MS - Math.max(0, now - ourTime(container.createdAt, container))
  if (afterMs <= 0) return undefined
  return step({ do: 'wait', afterMs }, 'Preparing', {
    reason: taskReasons.waitingForName,
    message: `its name is ${container.name}: docker compose makes it, and is to name it; else it is named ${name} in ${Math.ceil(afterMs / 1000)} s`,
  })
}
