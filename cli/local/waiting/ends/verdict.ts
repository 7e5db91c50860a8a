import { exits } from '../../../../api/v1/installation/installation-error.ts'
import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { describeRef, refOf } from '../../../../api/v1/metadata.ts'
import type { Outcome, OutcomeWords } from '../../../../api/v1/installation/progress.ts'
import { approvableReasons } from '../../../../api/v1/reason-groups.ts'
import { holdReasons, taskReasons } from '../../../../api/v1/reasons.ts'
import { isKeptOffByEngine } from '../../../../api/v1/other-engine.ts'
import { isRetiring } from '../../../../api/v1/task-phase.ts'
import { resourceIdOf } from '../../../../store/source/reading/reading.ts'
import { beside } from './beside.ts'
import { failed } from './failed.ts'
import { failingCalls, failingTasks } from './failing-calls.ts'
import { endedWith, type Fault } from './faults.ts'
import { withoutLeft } from '../view/left-updates.ts'
import { held, standing, type Standing } from './held.ts'
import { dependentsIn, isHeldAlone, leftFaults, leftOver } from './left-over.ts'
import { withLacked } from '../view/lacked.ts'
import { decisionOn } from './decision.ts'
import { endedOverridden, withoutOverridden } from '../view/overridden.ts'
import { refused } from './refused.ts'
import { behindCompleted, behindStopped } from './stopped-dependency.ts'
import { behindUndeclared } from './undeclared.ts'
import { isUnderWay } from './under-way.ts'
import {
  hasTime,
  isDone,
  lackWords,
  nameOf,
  placeIn,
  servicesAmong,
  waitsForLock,
  type WaitView,
} from '../view/wait-view.ts'
import { silentFaults } from './waits-for-host.ts'

/** How long a host that answered before may be silent, ms: engines are restarted. */
const SILENCE_MS = 15_000

/** By then work on other hosts, such as a deletion, has begun, ms. */
const BEGUN_MS = 1_500

/** Returns the outcome if the wait is over; undefined while it may still converge. Pure and total. */
export function verdictOf(seen: WaitView): Outcome | undefined {
  const view = withLacked(withoutLeft(withoutOverridden(seen)))
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
    () => behindCompleted(others),
    () => behindUndeclared(others),
    () => refused(others),
    () => failingCalls(others),
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
  const behind = [...behindStopped(view), ...behindCompleted(view), ...behindUndeclared(view)]
  const refusals = [...refused(view, true), ...failingCalls(view, true)]
  return [...failed(view), ...held(view, view.isIdle), ...behind, ...refusals, ...leftFaults(view)]
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
 * So does what a lock holds up of a task that runs well, such as the removal of its second container.
 */
function isAtRest(view: WaitView): boolean {
  const { objects, tasks, leaving, isFresh } = view
  const isResting = (object: ObjectOf) => isDone(object, view) || (isWaiting(object, view) && hasGivenUp(object, view))
  if (!isFresh || leaving.length > 0 || tasks.some((task) => isRetiring(task) || waitsForLock(task))) return false
  return objects.every(isResting) && failingTasks(withoutWaiting(view)).length === 0
}

function hasGivenUp(object: ObjectOf, view: WaitView): boolean {
  const alone = { ...view, objects: [object] }
  const stays = (each: WaitView) => [...leftFaults(each), ...(each.isIdle ? dependentsIn(each) : [])]
  const unbegun = (each: WaitView) => standing(each).filter(({ reason }) => reason === taskReasons.waitingForFile)
  return [failed, held, refused, stays, unbegun].some((ends) => ends(alone).length > 0)
}

function waitsForApproval(view: WaitView): Outcome | undefined {
  // A hold for approval holds up nothing else, and all else is done first.
  const holds = isAtRest(view) || isHeldAlone(view) ? view.holds : []
  const held = isEarly(view) ? [] : standing(view).filter(isApprovable)
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
