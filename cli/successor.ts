import { getCondition } from '../api/v1/conditions.ts'
import { exits, InstallationError } from '../api/v1/installation/installation-error.ts'
import type { Outcome, ProgressEvent } from '../api/v1/installation/progress.ts'
import type { ObjectOf } from '../api/v1/kinds.ts'
import { describeRef, isObserved, type ObjectRef } from '../api/v1/metadata.ts'
import { conditionTypes } from '../api/v1/reasons.ts'
import { withDeadline } from './arguments/duration.ts'
import type { Context } from './context.ts'
import { pause } from './look-again.ts'
import { watchUntil } from './watch-until.ts'

/** How long to wait for another serve, ms: one that takes over answers within seconds. */
const PATIENCE_MS = 30_000

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
  if (await withDeadline(PATIENCE_MS, signal, (soon) => answers(context, soon))) yield* ask()
}

/** Follows services to their end, with whoever works on them. */
export async function* toTheirEnd(
  context: Context,
  services: readonly ObjectRef[],
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent> {
  const ends = new Map<ObjectRef, End | undefined>()
  const isDone = (ref: ObjectRef, object: ObjectOf | undefined) => {
    ends.set(ref, endOf(object))
    return ends.get(ref) !== undefined
  }
  const left = await watchUntil(context, { find: async () => services, isDone, onlyWorked: true, signal })
  yield outcomeOf(left, ends)
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

interface End {
  /** Why it failed; absent where it did not. */
  readonly failed?: string
}

/** How a service ended; undefined while it goes on. One that is gone was deleted. */
function endOf(object: ObjectOf | undefined): End | undefined {
  if (object?.kind !== 'Service') return {}
  const { rollout: { state, message = 'its rollout failed' } = {}, conditions } = object.status ?? {}
  if (!isObserved(object) || state === 'Progressing' || state === 'RollingBack') return undefined
  if (getCondition(conditions, conditionTypes.ready)?.status === 'True') return {}
  return state === 'Stalled' || state === 'RolledBack' ? { failed: message } : undefined
}

function outcomeOf(left: readonly ObjectRef[], ends: ReadonlyMap<ObjectRef, End | undefined>): Outcome {
  const failed = [...ends].flatMap(([ref, end]) => (end?.failed === undefined ? [] : [[ref, end.failed] as const]))
  const [first, ...more] = failed.map(([ref, why]) => ({
    message: `${describeRef(ref)}: ${why}`,
    remedy: `see it with \`reconcile describe service/${ref.name} -n ${ref.namespace ?? ''}\``,
  }))
  if (first) return { type: 'outcome', exit: exits.failed, ...first, ...(more.length > 0 ? { others: more } : {}) }
  if (left.length === 0)
    return { type: 'outcome', exit: exits.converged, message: 'converged, with the serve that took over' }
  throw new InstallationError(exits.deadline, `not done yet: ${left.map(describeRef).join(', ')}`, {
    remedy: 'what was asked for was accepted, and is kept: see how it stands with `reconcile status`',
  })
}
