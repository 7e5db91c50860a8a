import { getCondition, isTrue } from '../api/v1/conditions.ts'
import type { V1Service } from '../api/v1/generated/types.ts'
import { exits, InstallationError } from '../api/v1/installation/installation-error.ts'
import type { Outcome, OutcomeWords, ProgressEvent } from '../api/v1/installation/progress.ts'
import { describeRef, isObserved, type ObjectRef } from '../api/v1/metadata.ts'
import { pausedReasons } from '../api/v1/reason-groups.ts'
import { conditionTypes } from '../api/v1/reasons.ts'
import { withDeadline } from './arguments/duration.ts'
import { forPeople, lackOf } from './commands/rollout-lack.ts'
import type { Context } from './context.ts'
import { pause } from './look-again.ts'
import { SUCCESSOR_MS } from './server-gone.ts'
import { watchUntil } from './watch-until.ts'

/**
 * Goes on with the serve that answers after the one that was asked has ended, as it does where it updates or restarts itself: `ask` is
 * called once that one answers. Yields no outcome if none answers within 30 s, which `signal` may cut short.
 */
export async function* withSuccessor(
  context: Context,
  ask: () => AsyncIterable<ProgressEvent>,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent> {
  yield { type: 'warning', message: 'the serve that was asked is gone: the one that answers in its place is asked on' }
  if (await withDeadline(SUCCESSOR_MS, signal, (soon) => answers(context, soon))) yield* ask()
}

/** Follows services to their end, with whoever works on them. */
export async function* toTheirEnd(
  context: Context,
  services: readonly ObjectRef[],
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent> {
  const ends = new Map<ObjectRef, InstallationError>()
  const left = await watchUntil(context, {
    find: async () => services,
    async isDone(ref, object, installation) {
      if (object?.kind !== 'Service') return true // one that is gone was deleted
      const end = isUp(object)
        ? heldOf(ref, object)
        : (failureOf(ref, object) ?? (await lackOf(installation, object, { signal, reasons: ENDS })))
      if (end) ends.set(ref, end)
      return end !== undefined || isUp(object)
    },
    onlyWorked: true,
    signal,
  })
  yield outcomeOf(left, [...ends.values()])
}

/** Waits until a serve answers; false where none does before the signal. */
async function answers(context: Context, signal: AbortSignal): Promise<boolean> {
  const { running } = await import('./remote/running.ts')
  do {
    const served = await running(context).catch(() => undefined)
    try {
      if (served && (await served.version())) return true
    } catch {
      // It is not there yet.
    } finally {
      await served?.close()
    }
  } while (await pause(signal))
  return false
}

/** The reasons of holds that only a person can lift. */
const ENDS: ReadonlySet<string> = new Set([...forPeople, ...pausedReasons])

/** Whether a service is as it was asked to be. */
function isUp(service: V1Service): boolean {
  return isObserved(service) && !isRolling(service) && isTrue(service.status?.conditions, conditionTypes.ready)
}

function isRolling({ status }: V1Service): boolean {
  return status?.rollout?.state === 'Progressing' || status?.rollout?.state === 'RollingBack'
}

/** How the rollout of a service that is not up failed; undefined while it goes on or waits. */
function failureOf(ref: ObjectRef, service: V1Service): InstallationError | undefined {
  const { state, message = 'its rollout failed' } = service.status?.rollout ?? {}
  if (!isObserved(service) || (state !== 'Stalled' && state !== 'RolledBack')) return undefined
  return new InstallationError(exits.failed, `${describeRef(ref)}: ${message}`, {
    remedy: `see it with \`reconcile describe service/${ref.name} -n ${ref.namespace ?? ''}\``,
  })
}

/** What waits for an approval of a service that is up as it was declared before (S3). */
function heldOf(ref: ObjectRef, { status }: V1Service): InstallationError | undefined {
  const held = getCondition(status?.conditions, conditionTypes.approvalNeeded)
  if (held?.status !== 'True') return undefined
  return new InstallationError(exits.approval, `${describeRef(ref)}: ${held.message}`, {
    remedy: 'approve it, if that is meant',
  })
}

/** The outcome; a failure counts more than what waits for an approval. */
function outcomeOf(left: readonly ObjectRef[], ends: readonly InstallationError[]): Outcome {
  const [first, ...more] = [...ends].sort((a, b) => a.exit - b.exit)
  if (first) {
    const others = more.map(wordsOf)
    return { type: 'outcome', exit: first.exit, ...wordsOf(first), ...(others.length > 0 ? { others } : {}) }
  }
  if (left.length === 0)
    return { type: 'outcome', exit: exits.converged, message: 'converged, with the serve that took over' }
  throw new InstallationError(exits.deadline, `not done yet: ${left.map(describeRef).join(', ')}`, {
    remedy: 'what was asked for was accepted, and is kept: see how it stands with `reconcile status`',
  })
}

function wordsOf({ message, remedy }: InstallationError): OutcomeWords {
  return { message, ...(remedy === undefined ? {} : { remedy }) }
}
