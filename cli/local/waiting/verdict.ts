import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { describeRef, refOf } from '../../../api/v1/metadata.ts'
import type { Outcome, OutcomeWords } from '../../../api/v1/installation/progress.ts'
import { approvableReasons, otherServiceReasons } from '../../../api/v1/reason-groups.ts'
import { holdReasons, taskReasons } from '../../../api/v1/reasons.ts'
import { isKeptOffByEngine } from '../../../api/v1/other-engine.ts'
import { RETRY_HOLD_MS } from '../../../controllers/runtime/conditions.ts'
import { isRetiring } from '../../../controllers/task/phase.ts'
import { resourceIdOf } from '../../../store/source/reading/reading.ts'
import { beside } from './beside.ts'
import { failed } from './failed.ts'
import { endedWith, type Fault } from './faults.ts'
import { withoutFailedBefore } from './earlier-failures.ts'
import { goesBack } from './goes-back.ts'
import { onGoneNodes } from './gone-nodes.ts'
import { held, holdWords, standing, type Standing } from './held.ts'
import { withLacked } from './lacked.ts'
import { decisionOn } from './decision.ts'
import { lingering } from './refusals.ts'
import { endedOverridden, withoutOverridden } from './overridden.ts'
import { refused } from './refused.ts'
import { behindStopped } from './stopped-dependency.ts'
import { behindUndeclared } from './undeclared.ts'
import { isUnderWay } from './under-way.ts'
import { hasTime, isDone, lackWords, nameOf, placeIn, servicesAmong, type WaitView } from './wait-view.ts'
import { silentFaults } from './waits-for-host.ts'

/** How long a host that answered before may be silent, ms: engines are restarted. */
const SILENCE_MS = 15_000

/** By then an engine was asked once more for what it does not release, and the users of what is to go were looked for again, ms. */
const ASKED_AGAIN_MS = RETRY_HOLD_MS + 5_000

/** By then work on other hosts, such as a deletion, has begun, ms. */
const BEGUN_MS = 1_500

/** Returns the outcome if the wait is over; undefined while it may still converge. Pure and total. */
export function verdictOf(seen: WaitView): Outcome | undefined {
  const view = withLacked(withoutFailedBefore(withoutOverridden(seen)))
  const end = stateRefused(view) ?? unreachable(view) ?? endOf(view, seen)
  return end && endedOverridden(end, view)
}

function endOf(view: WaitView, seen: WaitView): Outcome | undefined {
  const others = withoutWaiting(view)
  const stalled = failed(others)
  if (stalled.length === 0) {
    const end = converged(view, seen) ?? waitsForApproval(view)
    if (end) return end
  }
  const ends = [
    () => stalled,
    () => held(others),
    () => behindStopped(others),
    () => behindUndeclared(others),
    () => refused(others),
    () => leftOver(view),
  ]
  for (const end of ends) {
    const faults = end()
    if (faults.length === 0) continue
    return isEarly(view) ? undefined : endedWith(exits.failed, [...faults, ...faultsIn(others)], holdsIn(view))
  }
  return undefined
}

/** All that is wrong as a wait ends: some of it ended the wait, and the rest is told as it stands. */
function faultsIn(view: WaitView): readonly Fault[] {
  const behind = [...behindStopped(view), ...behindUndeclared(view)]
  return [...failed(view), ...held(view, view.isIdle), ...behind, ...refused(view, true), ...left(view)]
}

/** Whether a failure does not end the wait yet: other work is still under way, and there is time for it. */
function isEarly(view: WaitView): boolean {
  return hasTime(view) && isUnderWay(view)
}

/**
 * The view without the objects that wait for approval. They are as older files declared them, so their failures say nothing about what was
 * asked now.
 */
function withoutWaiting(view: WaitView): WaitView {
  return { ...view, objects: view.objects.filter((object) => !isWaiting(object, view)) }
}

function isWaiting(object: ObjectOf, { holds }: WaitView): boolean {
  return holds.some(({ resources }) => resources.includes(resourceIdOf(object)))
}

/** What is not yet as declared, for the message at a deadline: the first few objects with their reasons. */
export function whatIsMissing(view: WaitView): string {
  const { objects, tasks, leaving } = view
  const waiting = objects
    .filter((object) => !isDone(object, view))
    .map((object) => `${nameOf(object)}: ${lackWords(object, view)}${placeIn(view, object)}`)
  const going = [...leaving, ...tasks.filter(isRetiring).map((task) => describeRef(refOf(task)))]
  const all = [...waiting, ...going.map((id) => `${id} is not gone yet`)]
  return all.length > 5 ? `${all.slice(0, 5).join('; ')}; and ${all.length - 5} more` : all.join('; ')
}

/** The outcome where the state can't be written: nothing more is done. */
export function stateRefused({ refusal }: Pick<WaitView, 'refusal'>): Outcome | undefined {
  if (refusal === undefined) return undefined
  return {
    type: 'outcome',
    exit: exits.failed,
    message: `nothing more is done, as the state can't be written: ${refusal}`,
    remedy: 'make room on the disk of RECONCILE_HOME, then apply again',
  }
}

function unreachable(view: WaitView): Outcome | undefined {
  const lost = view.silent.filter(({ forMs }) => forMs >= SILENCE_MS)
  if (lost.length === 0 || (view.othersAnswer && (view.now - view.since < BEGUN_MS || isEarly(view)))) return undefined
  const silent = silentFaults(lost, view, "can't be reached")
  return endedWith(exits.unreachable, [...silent, ...faultsIn(withoutWaiting(view))])
}

function converged(view: WaitView, seen: WaitView): Outcome | undefined {
  const { objects, holds } = view
  if (holds.length > 0 || !isAtRest(view)) return undefined
  const services = servicesAmong(objects).length
  const { words, remedy } = beside(seen)
  return {
    type: 'outcome',
    exit: exits.converged,
    message: [`converged: ${services} ${services === 1 ? 'service' : 'services'}`, ...words].join('; '),
    ...remedy,
  }
}

/**
 * Whether all is done. Retiring tasks count: what a scale-down or a rollout leaves would be left for good where no serve goes on with it.
 */
function isAtRest(view: WaitView): boolean {
  const { objects, tasks, leaving, isFresh } = view
  const isResting = (object: ObjectOf) => isDone(object, view) || (isWaiting(object, view) && hasGivenUp(object, view))
  return isFresh && leaving.length === 0 && !tasks.some(isRetiring) && objects.every(isResting)
}

function hasGivenUp(object: ObjectOf, view: WaitView): boolean {
  const alone = { ...view, objects: [object] }
  const stays = (each: WaitView) => [...left(each), ...(each.isIdle ? dependentsIn(each) : [])]
  return [failed, held, refused, stays].some((ends) => ends(alone).length > 0)
}

function waitsForApproval(view: WaitView): Outcome | undefined {
  // A hold for approval holds up nothing else, and all else is done first.
  const holds = isAtRest(view) || isHeldAlone(view) ? view.holds : []
  const held = standing(view).filter(isApprovable)
  const asked = [...holdsIn({ holds }), ...held.map((each) => ({ ...each, say: () => decisionWords(each, view) }))]
  if (asked.length === 0) return undefined
  const rest = held.length === 0 ? view : withoutKeptOff(view)
  return endedWith(exits.approval, [...asked, ...faultsIn(withoutWaiting(rest))])
}

function holdsIn({ holds }: Pick<WaitView, 'holds'>): readonly Fault[] {
  return holds.map(({ message }) => ({ id: message, name: message, say: () => ({ message, remedy: APPROVE }) }))
}

/** The view without objects that are held only by an unapproved engine on their node: they need no decision of their own. */
function withoutKeptOff(view: WaitView): WaitView {
  return { ...view, objects: view.objects.filter((object) => !isKeptOffByEngine(object)) }
}

const APPROVE = 'approve it, if that is meant'

function decisionWords({ name, message, object }: Standing, view: WaitView): OutcomeWords {
  const { what, remedy } = decisionOn(object, message)
  return { message: `${name} waits for a decision: ${what}${placeIn(view, object)}`, remedy }
}

/** Whether an object is approved itself. Another engine is approved for its Node, though it holds all objects that are to be there. */
function isApprovable({ object, reason }: Standing): boolean {
  return approvableReasons.has(reason) && (reason !== holdReasons.engineChanged || object.kind === 'Node')
}

/**
 * Faults for what is not waited for once all else is done: what others keep using, what an engine keeps, what fits on no node, what is on a
 * node that is no longer declared, and what depends on any of these. Before that, ending the wait would cut off other work, which may make
 * room.
 */
function leftOver(view: WaitView): readonly Fault[] {
  const areWaiting = new Set<string>(view.holds.flatMap(({ resources }) => resources))
  return overWith(view).filter(({ id }) => !areWaiting.has(id))
}

/** Whether only what waits for approval keeps the rest from being done. */
function isHeldAlone(view: WaitView): boolean {
  return overWith(view).length > 0 && leftOver(view).length === 0
}

function overWith(view: WaitView): readonly Fault[] {
  const kept = left(view, '; nothing else is left to do')
  const keptIds = new Set([...kept, ...dependentsIn(view)].map(({ id }) => id))
  const isOver = view.objects.every((object) => keptIds.has(resourceIdOf(object)) || isDone(object, view))
  return isOver && !view.tasks.some(isRetiring) && view.leaving.every((id) => keptIds.has(id)) ? kept : []
}

function dependentsIn(view: WaitView): readonly Standing[] {
  return standing(view).filter(({ reason }) => otherServiceReasons.has(reason))
}

function left(view: WaitView, end = ''): readonly Fault[] {
  if (!view.isIdle || view.silent.length > 0) return []
  const kept = standing(view).filter((each) => isLeft(each, view))
  const remedyOf = ({ reason }: Standing) =>
    `${reason === taskReasons.noNodeFits ? TO_FIT : 'do as it says'}, then give this command again${end}`
  const faults = kept.map(
    (each): Fault => ({ id: each.id, name: each.name, say: () => holdWords(each, view, remedyOf(each)) }),
  )
  return [...faults, ...onGoneNodes(view, end)]
}

const TO_FIT = 'correct what it asks of its node, or declare a node that has it'

function isLeft({ id, reason, object }: Standing, { now, refusals }: WaitView): boolean {
  if (!LEFT.has(reason) || goesBack(object)) return false
  return !lingering.has(reason) || now - (refusals?.get(id) ?? now) >= ASKED_AGAIN_MS
}

const LEFT: ReadonlySet<string> = new Set([
  ...[holdReasons.usedElsewhere, holdReasons.foreignUsers, ...lingering],
  taskReasons.noNodeFits,
])
