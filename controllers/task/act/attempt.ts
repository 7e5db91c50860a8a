import { keyOf } from '../../../api/v1/names.ts'
import { getCondition, removeCondition, setCondition } from '../../../api/v1/conditions.ts'
import { conditionTypes, taskReasons } from '../../../api/v1/reasons.ts'
import { type EngineError, type EngineErrorCode, isEngineError, isNoSpace, unlessGone } from '../../../engine/errors.ts'
import { familiarName, parseImageReference } from '../../../api/v1/image-reference.ts'
import { because } from '../../../engine/run.ts'
import { engineOf } from '../../runtime/engine-of.ts'
import { backoffAfter } from '../../runtime/backoff.ts'
import { again, type Result } from '../../runtime/result.ts'
import { act } from '../act.ts'
import type { Acting } from './acting.ts'
import { blameOf, ENGINE_FAULT_MS, isEngineFault, isLost } from './blame.ts'
import { imageOf } from '../pin.ts'
import { isOfService } from '../observe/name-holder.ts'
import { hasPort, type HostPort, isRangeTaken, takenPort, takenPortWords, takenRangeWords } from './port-holder.ts'
import { endFailingCall, noteFailingCall } from './failing-call.ts'
import { forgetRefusal, isAsBefore, isRefusedUpdate, noteRefusedUpdate } from '../refused-update.ts'
import { isLoginRefused } from './refused-login.ts'
import { goneWords, lacksDelivery } from './redeliver.ts'
import { sayWhenSlow } from './say-slow.ts'
import type { TaskPlan } from '../step.ts'
import { timestamp } from '../../../api/v1/language/timestamp.ts'

/** The backoff after a failed pull, build, create or start. */
const ATTEMPT_LIMITS = { minMs: 500, maxMs: 60_000 }
/**
 * How often a registry may refuse the login before that is the task's failure: for half a minute by the backoff. A registry whose own
 * database is away for a moment refuses everybody.
 */
const REFUSED_LOGINS = 6
/** The backoff when an image did not fit on the disk: each attempt pulls it as a whole again. */
const NO_SPACE_LIMITS = { minMs: 60_000, maxMs: 600_000 }
/**
 * The limits of the wait while the engine fails: half of the time it has failed so far, so that each wait is longer than the one before.
 */
const FAULT_LIMITS = { minMs: 500, maxMs: 5_000 }

/**
 * Takes the planned step. A refusal by the engine becomes the task's state: it waits, and the wait is returned. Other errors are thrown,
 * for the loop to retry. Undefined on success.
 */
export async function attempt(plan: TaskPlan, acting: Acting): Promise<Result | undefined> {
  const calledOff = sayWhenSlow(plan, acting)
  try {
    await act(plan, acting).finally(calledOff)
    noteSuccess(plan, acting)
    return undefined
  } catch (error) {
    const failure = isEngineError(error) ? failureOf(plan, error, acting) : undefined
    if (!isEngineFault(plan.step.do, error, networksOf(acting))) endFaults(acting)
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

/** Adds to a failed start who holds the host ports that it needs. The engine is asked, as the inventory has only our containers. */
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

/** Ends the time for which the engine has failed in a row: any other outcome of a call does. */
function endFaults({ seen, ports }: Acting): void {
  const { task } = seen.view
  if (!getCondition(task.status?.conditions, conditionTypes.engineFailing)) return
  ports.store.update('Task', keyOf(task), (draft) => {
    if (draft.status) draft.status.conditions = removeCondition(draft.status.conditions, conditionTypes.engineFailing)
  })
}

/** An engine's error as the task's status tells it. */
interface Failure {
  readonly error: EngineError
  readonly reason: string
  readonly message: string
  /** For how long the engine has failed by its own fault, ms; absent when the failure is the task's. */
  readonly failingMs?: number
  /** How often in a row a registry has refused the login, where it did. */
  readonly refusedLogins?: number
}

function noteFailure({ error, reason, message, failingMs, ...logins }: Failure, { seen, ports }: Acting): Result {
  const { store, recorder, clock } = ports
  const key = keyOf(seen.view.task)
  const now = clock.now()
  const { failures: before = 0 } = store.get('Task', key)?.status ?? {} // includes an end that this pass has seen
  const failures = before + (failingMs === undefined ? 1 : 0)
  const limits = reason === taskReasons.noSpace ? NO_SPACE_LIMITS : ATTEMPT_LIMITS
  const afterMs = failingMs === undefined ? backoffAfter(failures - 1, limits) : faultWait(failingMs)
  const retry = { nextRetryAt: timestamp(now + afterMs), reason, message }
  const said = lacksDelivery(error) && failingMs !== undefined ? message : error.message
  recorder.record({ object: `Task/${key}`, type: 'Warning', reason, message: said })
  store.update('Task', key, (draft) => {
    const { refusedLogins: _, ...status } = draft.status ?? {}
    const { conditions } = status
    if (failingMs === undefined) draft.status = { ...status, ...logins, failures, lastFailure: message, ...retry }
    // The engine's time of failure is not time without progress, so that no rollout fails for it.
    else
      draft.status = {
        ...{ ...status, ...retry, progressedAt: timestamp(now) },
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

/** Ends the conditions about failing calls. After a pull or build the failures count from 0: they say nothing of the container. */
function noteSuccess({ step }: TaskPlan, acting: Acting): void {
  const { seen, ports } = acting
  endFaults(acting)
  endFailingCall(acting)
  if (step.do === 'update' && isAsBefore(seen.view.task))
    ports.store.update('Task', keyOf(seen.view.task), (draft) => forgetRefusal(draft))
  if ((step.do !== 'pull' && step.do !== 'build') || !seen.view.task.status?.failures) return
  ports.store.update('Task', keyOf(seen.view.task), (draft) => {
    const { nextRetryAt: _, refusedLogins: _l, ...status } = draft.status ?? {}
    draft.status = { ...status, failures: 0 }
  })
}

/** What an engine's error means for the task; undefined if the loop is to retry the call. */
function failureOf({ step }: TaskPlan, error: EngineError, { seen, ports }: Acting): Failure | undefined {
  if (gets(step)) {
    const failingMs = failingFor({ seen, ports })
    if (isEngineFault(step.do, error) && failingMs < ENGINE_FAULT_MS)
      return { error, message: error.detail, reason: taskReasons.engineFailing, failingMs }
    return gettingFailure(step, error, { seen, ports })
  }
  if (step.do === 'postStart') return hookFailure(error)
  return step.do === 'create' || step.do === 'start' ? startFailure(step.do, error, { seen, ports }) : undefined
}

/** Any answer of the engine is the hook's failure. The hook is tried again in the same container. */
function hookFailure(error: EngineError): Failure | undefined {
  const blame = blameOf({ step: 'start', code: error.code, failingMs: Number.POSITIVE_INFINITY })
  return blame === 'loop' ? undefined : { error, reason: taskReasons.hookFailed, message: error.detail }
}

/** What a failed create or start means for the task. */
function startFailure(
  did: 'create' | 'start',
  error: EngineError,
  { seen, ports }: Pick<Acting, 'seen' | 'ports'>,
): Failure | undefined {
  const { code, detail: message } = error
  const wasCreated = ports.inventory.containersOf(seen.view.task.metadata.name).length > 0
  const failingMs = failingFor({ seen, ports })
  const failed = did === 'start' || wasCreated ? 'start' : 'create'
  const why = { isLost: isLost(error, networksOf({ seen })), isFull: isNoSpace(error) }
  switch (blameOf({ step: failed, code, failingMs, ...why })) {
    case 'task':
      return { error, message, reason: failed === 'start' ? taskReasons.startFailed : taskReasons.createFailed }
    case 'engine':
      if (lacksDelivery(error)) return { error, ...goneWords(seen.view.task), failingMs }
      return { error, message, reason: taskReasons.engineFailing, failingMs }
    case 'loop':
      return undefined
  }
}

/** For how long the engine has failed in a row by its own fault, ms; 0 the first time. */
function failingFor({ seen, ports }: Pick<Acting, 'seen' | 'ports'>): number {
  const since = getCondition(seen.view.task.status?.conditions, conditionTypes.engineFailing)?.lastTransitionTime
  return since === undefined ? 0 : ports.clock.now() - Date.parse(since)
}

/** The names of the networks that existed when the task was observed. */
function networksOf({ seen }: Pick<Acting, 'seen'>): readonly string[] {
  return seen.wanted?.networks.map(({ name }) => name) ?? []
}

type Getting = Extract<TaskPlan['step'], { do: 'inspectImage' | 'pull' | 'build' }>

function gets(step: TaskPlan['step']): step is Getting {
  return step.do === 'inspectImage' || step.do === 'pull' || step.do === 'build'
}

/** What it means for the task that its image can't be had; undefined if the loop is to retry. */
function gettingFailure(
  step: Getting,
  error: EngineError,
  { seen: { view }, ports }: Pick<Acting, 'seen' | 'ports'>,
): Failure | undefined {
  const mounted = step.do === 'build' ? undefined : step.mounted
  const image = mounted ?? imageOf(view.task, ports)
  const isRefused = isLoginRefused(error, image, ports.store)
  const { refusedLogins = 0 } = view.task.status ?? {}
  const isBorne = isRefused && refusedLogins < REFUSED_LOGINS
  const reason = isNoSpace(error) ? taskReasons.noSpace : gettingFailed(step, { code: error.code, isBorne })
  const logins = isRefused ? { refusedLogins: refusedLogins + 1 } : {}
  return reason === undefined ? undefined : { error, reason, message: gettingWords(step, error, image), ...logins }
}

/** The error's words with the image's name, which answers of registries often lack. */
function gettingWords(step: Getting, { detail }: EngineError, image: string): string {
  const reference = parseImageReference(image)
  const isNamed = detail.includes(reference ? familiarName(reference) : image)
  return step.do === 'build' || isNamed ? detail : `${image}: ${detail}`
}

/**
 * The reason for an image that can't be had. Any obstacle is the task's affair, a silent registry too, but not that its host is gone or the
 * call was cancelled. A build that is Busy lacks what it begins with, like a pull; a login that is refused may pass at first.
 */
function gettingFailed(
  { do: verb }: Getting,
  { code, isBorne }: { readonly code: EngineErrorCode; readonly isBorne: boolean },
): string | undefined {
  if (code === 'Cancelled' || code === 'Unreachable') return undefined
  if (isBorne) return taskReasons.pullFailed
  if (verb === 'build') return code === 'Busy' ? taskReasons.pullFailed : taskReasons.buildFailed
  if (code === 'NotFound' || code === 'Invalid' || code === 'Denied') return taskReasons.imageMissing
  return verb === 'pull' ? taskReasons.pullFailed : undefined
}
