import { keyOf } from '../../../api/v1/names.ts'
import { getCondition, removeCondition, setCondition } from '../../../api/v1/conditions.ts'
import { conditionTypes, taskReasons } from '../../../api/v1/reasons.ts'
import { type EngineError, type EngineErrorCode, isEngineError, isNoSpace, unlessGone } from '../../../engine/errors.ts'
import { familiarName, parseImageReference } from '../../../api/v1/image-reference.ts'
import { because } from '../../../engine/run.ts'
import { engineOf } from '../../runtime/acting.ts'
import { backoffAfter } from '../../runtime/backoff.ts'
import { again, type Result } from '../../runtime/result.ts'
import { act } from '../act.ts'
import type { Acting } from './acting.ts'
import { blameOf, isEngineFault, isLost } from './blame.ts'
import { imageOf } from '../pin.ts'
import { isOfService } from '../observe/name-holder.ts'
import { hasPort, type HostPort, isRangeTaken, takenPort, takenPortWords, takenRangeWords } from './port-holder.ts'
import { endFailingCall, noteFailingCall } from './failing-call.ts'
import { forgetRefusal, isAsBefore, isRefusedUpdate, noteRefusedUpdate } from '../refused-update.ts'
import { sayWhenSlow } from './say-slow.ts'
import type { TaskPlan } from '../step.ts'
import { timestamp } from '../../../api/v1/language/timestamp.ts'

/** Waits after a failed pull, build, create or start. */
const ATTEMPT_LIMITS = { minMs: 500, maxMs: 60_000 }
/** Waits where an image did not fit on the disk: each attempt pulls all of it again. */
const NO_SPACE_LIMITS = { minMs: 60_000, maxMs: 600_000 }
/** Waits while the engine fails: half of the time so far, so that each is longer than the one before. */
const FAULT_LIMITS = { minMs: 500, maxMs: 5_000 }

/** Acts, and turns what the engine refuses into the task's own state: it waits and tries again. Other errors are the loop's. */
export async function attempt(plan: TaskPlan, acting: Acting): Promise<Result | undefined> {
  const calledOff = sayWhenSlow(plan, acting)
  try {
    await act(plan, acting).finally(calledOff)
    noteSuccess(plan, acting)
    return undefined
  } catch (error) {
    const failure = isEngineError(error) ? failureOf(plan, error, acting) : undefined
    if (gets(plan.step) || !isEngineFault(error, networksOf(acting))) endFaults(acting)
    if (isRefusedUpdate(plan.step, error)) {
      endFailingCall(acting)
      return noteRefusedUpdate(error, acting)
    }
    if (!failure) {
      noteFailingCall(plan, error, acting)
      throw error
    }
    endFailingCall(acting)
    return noteFailure(await withHolder(failure, acting), acting)
  }
}

/** Who has the port that a start was refused for, or those of a range, is asked of the engine: the inventory has ours alone. */
async function withHolder(failure: Failure, acting: Acting): Promise<Failure> {
  const { error, reason } = failure
  const port = reason === taskReasons.startFailed ? takenPort(error) : undefined
  const isRange = reason === taskReasons.startFailed && isRangeTaken(error)
  const { node } = acting.seen.view.task.spec
  if ((port === undefined && !isRange) || node === undefined) return failure
  try {
    const message = port === undefined ? await rangeHeld(node, acting) : await portHeld(port, node, acting)
    return message === undefined ? failure : { ...failure, message }
  } catch (unanswered) {
    if (isEngineError(unanswered)) return failure
    throw unanswered
  }
}

async function portHeld(port: HostPort, node: string, { seen, ports, run }: Acting): Promise<string | undefined> {
  const engine = engineOf(node, ports)
  const asking = because(run, 'another has its port')
  const containers = await engine.listContainers({}, asking)
  for (const { id } of containers.filter(({ hostPorts }) =>
    hostPorts.some((held) => held.startsWith(`${port.port}/`)),
  )) {
    const found = await unlessGone(engine.inspectContainer({ id }, asking))
    if (found && hasPort(found, port, seen.view.task.spec.template.ports ?? [])) return takenPortWords(port, found)
  }
  return undefined
}

async function rangeHeld(node: string, { seen: { view }, ports, run }: Acting): Promise<string | undefined> {
  const containers = await engineOf(node, ports).listContainers({}, because(run, 'others have its ports'))
  return takenRangeWords(view.task.spec.template, {
    containers,
    isOwn: ({ labels }) => isOfService({ Config: { Labels: labels } }, view.task, ports),
    startsFirst: view.nameHolder?.by === 'predecessor',
  })
}

/** How long the engine fails is counted in a row: anything but a fault of its own ends it. */
function endFaults({ seen, ports }: Acting): void {
  const { task } = seen.view
  if (!getCondition(task.status?.conditions, conditionTypes.engineFailing)) return
  ports.store.update('Task', keyOf(task), (draft) => {
    if (draft.status) draft.status.conditions = removeCondition(draft.status.conditions, conditionTypes.engineFailing)
  })
}

/** What an attempt's failure comes to. */
interface Failure {
  readonly error: EngineError
  readonly reason: string
  readonly message: string
  /** How long the engine fails already for reasons of its own, ms; absent when the failure is the task's. */
  readonly failingMs?: number
}

function noteFailure({ error, reason, message, failingMs }: Failure, { seen, ports }: Acting): Result {
  const { store, recorder, clock } = ports
  const key = keyOf(seen.view.task)
  const now = clock.now()
  const { failures: before = 0 } = store.get('Task', key)?.status ?? {} // with the end that this pass has seen
  const failures = before + (failingMs === undefined ? 1 : 0)
  const limits = reason === taskReasons.noSpace ? NO_SPACE_LIMITS : ATTEMPT_LIMITS
  const afterMs = failingMs === undefined ? backoffAfter(failures - 1, limits) : faultWait(failingMs)
  const retry = { nextRetryAt: timestamp(now + afterMs), reason, message }
  recorder.record({ object: `Task/${key}`, type: 'Warning', reason, message: error.message })
  store.update('Task', key, (draft) => {
    const { conditions } = draft.status ?? {}
    if (failingMs === undefined) draft.status = { ...draft.status, failures, lastFailure: message, ...retry }
    // What nobody could work on made no progress, and a rollout does not fail for it.
    else
      draft.status = {
        ...{ ...draft.status, ...retry, progressedAt: timestamp(now) },
        conditions: setCondition(
          conditions,
          { type: conditionTypes.engineFailing, status: 'True', reason, message },
          now,
        ),
      }
  })
  return again(afterMs, message)
}

function faultWait(failingMs: number): number {
  return Math.min(FAULT_LIMITS.maxMs, Math.max(FAULT_LIMITS.minMs, failingMs / 2))
}

/** The engine works; and a new image is a new start: attempts to get it say nothing of what runs from it. */
function noteSuccess({ step }: TaskPlan, acting: Acting): void {
  const { seen, ports } = acting
  endFaults(acting)
  endFailingCall(acting)
  if (step.do === 'update' && isAsBefore(seen.view.task))
    ports.store.update('Task', keyOf(seen.view.task), (draft) => forgetRefusal(draft))
  if ((step.do !== 'pull' && step.do !== 'build') || !seen.view.task.status?.failures) return
  ports.store.update('Task', keyOf(seen.view.task), (draft) => {
    const { nextRetryAt: _, ...status } = draft.status ?? {}
    draft.status = { ...status, failures: 0 }
  })
}

/** What the engine's refusal means to the task; undefined for what is not its affair. */
function failureOf({ step }: TaskPlan, error: EngineError, { seen, ports }: Acting): Failure | undefined {
  const { code } = error
  if (gets(step)) {
    const reason = isNoSpace(error) ? taskReasons.noSpace : gettingFailed(step, code)
    return reason === undefined ? undefined : { error, reason, message: gettingWords(step, error, { seen, ports }) }
  }
  if (step.do === 'postStart') return hookFailure(error)
  return step.do === 'create' || step.do === 'start' ? startFailure(step.do, error, { seen, ports }) : undefined
}

/** Whatever an engine answers is the hook's failure: it is tried again, and no container is made anew for it. */
function hookFailure(error: EngineError): Failure | undefined {
  const blame = blameOf({ step: 'start', code: error.code, failingMs: Number.POSITIVE_INFINITY })
  return blame === 'loop' ? undefined : { error, reason: taskReasons.hookFailed, message: error.detail }
}

/** What it means that a container could not be made or started. */
function startFailure(
  did: 'create' | 'start',
  error: EngineError,
  { seen, ports }: Pick<Acting, 'seen' | 'ports'>,
): Failure | undefined {
  const { code, detail: message } = error
  const wasCreated = ports.inventory.containersOf(seen.view.task.metadata.name).length > 0
  const since = getCondition(seen.view.task.status?.conditions, conditionTypes.engineFailing)?.lastTransitionTime
  const failingMs = since === undefined ? 0 : ports.clock.now() - Date.parse(since)
  const failed = did === 'start' || wasCreated ? 'start' : 'create'
  const why = { isLost: isLost(error, networksOf({ seen })), isFull: isNoSpace(error) }
  switch (blameOf({ step: failed, code, failingMs, ...why })) {
    case 'task':
      return { error, message, reason: failed === 'start' ? taskReasons.startFailed : taskReasons.createFailed }
    case 'engine':
      return { error, message, reason: taskReasons.engineFailing, failingMs }
    case 'loop':
      return undefined
  }
}

/** The names of the networks that were there when it was looked at. */
function networksOf({ seen }: Pick<Acting, 'seen'>): readonly string[] {
  return seen.wanted?.networks.map(({ name }) => name) ?? []
}

type Getting = Extract<TaskPlan['step'], { do: 'inspectImage' | 'pull' | 'build' }>

function gets(step: TaskPlan['step']): step is Getting {
  return step.do === 'inspectImage' || step.do === 'pull' || step.do === 'build'
}

/** What a registry answers, or one that can't be reached, often names no image. */
function gettingWords(step: Getting, { detail }: EngineError, at: Pick<Acting, 'seen' | 'ports'>): string {
  const mounted = step.do === 'build' ? undefined : step.mounted
  const image = mounted ?? imageOf(at.seen.view.task, at.ports)
  const reference = parseImageReference(image)
  const isNamed = detail.includes(reference ? familiarName(reference) : image)
  return step.do === 'build' || isNamed ? detail : `${image}: ${detail}`
}

/** Why an image is not to be had: whatever stands in the way, a registry that is silent too, is said of the task. That its host ended is not its affair. */
function gettingFailed({ do: verb }: Getting, code: EngineErrorCode): string | undefined {
  if (code === 'Cancelled' || code === 'Unreachable') return undefined
  if (verb === 'build') return taskReasons.buildFailed
  if (code === 'NotFound' || code === 'Invalid') return taskReasons.imageMissing
  return verb === 'pull' ? taskReasons.pullFailed : undefined
}
