import { unservedReasons } from '../../../../api/v1/reason-groups.ts'
import { deliveryReasons, holdReasons } from '../../../../api/v1/reasons.ts'
import { isRetiring } from '../../../../api/v1/task-phase.ts'
import type { Fault } from './faults.ts'
import { goesBack } from './goes-back.ts'
import { holdWords, standing, type Standing } from './held.ts'
import { GOES_ON } from './stall-remedy.ts'
import type { WaitView } from '../view/wait-view.ts'

/** How long failures that may pass are waited for, ms: an engine may be coming up, or something else may be going. */
export const MAY_PASS_MS = 30_000

/** How long an engine may refuse something, or fail at it, before the wait ends, ms; by then it was asked many times. */
const PATIENCE_MS: Readonly<Record<string, number>> = {
  [holdReasons.refusedByEngine]: 5_000,
  [holdReasons.callFailed]: MAY_PASS_MS,
  [holdReasons.unanswered]: MAY_PASS_MS,
  [deliveryReasons.deliveryFailed]: MAY_PASS_MS,
}

/**
 * Faults for what an engine refuses again and again, such as a network whose subnet another one has, or bytes on a full disk. None while
 * tasks end or an update is to be rolled back, as that may make room. `isEnding`: the wait ends anyway, so one refusal is enough. Pure.
 */
export function refused(view: WaitView, isEnding = false): readonly Fault[] {
  if (!view.isIdle || view.silent.length > 0 || view.tasks.some(isRetiring) || view.objects.some(goesBack)) return []
  return standing(view, isEnding ? 0 : undefined)
    .filter((each) => (isEnding ? unservedReasons.has(each.reason) : isOver(each, view)))
    .map((found) => ({ id: found.id, name: found.name, say: () => holdWords(found, view, TRIED_AGAIN) }))
}

/** What to do about something that engines refuse, or fail at. */
export const TRIED_AGAIN = `mend what it says, then give this command again; it is tried again ${GOES_ON}`

function isOver({ id, reason }: Standing, { leaving, now, refusals }: WaitView): boolean {
  const patience = PATIENCE_MS[reason]
  const since = refusals?.get(id)
  if (patience === undefined || since === undefined) return false
  return now - since >= (leaving.length > 0 ? MAY_PASS_MS : patience)
}
