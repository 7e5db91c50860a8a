import { otherBytes } from '../../api/v1/changed-contents.ts'
import { newestFirst } from '../../api/v1/failed-revision.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { keyOf } from '../../api/v1/names.ts'
import { hiddenFromLook } from '../adoption/hidden-hosts.ts'
import { noteLost } from '../adoption/lost.ts'
import { take } from '../adoption/take.ts'
import { mayTake, takesFor } from '../adoption/takes.ts'
import { noteLooked } from '../adoption/records.ts'
import { areTold } from '../runtime/listed.ts'
import { isParticular } from '../scheduler/filters.ts'
import { RETRY_HOLD_MS } from '../runtime/conditions.ts'
import type { Controller, Pass } from '../runtime/controller.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done, type Result } from '../runtime/result.ts'
import { ensureFinalizer } from '../runtime/finalizers.ts'
import { endService } from './act/end.ts'
import { act } from './act.ts'
import { incarnationOf } from './incarnation.ts'
import { comparable, compareContents, withKept } from './act/adoptable.ts'
import { lookUpUntold, pinAdopted } from './act/pin-adopted.ts'
import { askToLeaveFormer } from './leave-former.ts'
import { isLookedAt, observeService } from './observe.ts'
import { untoldIn } from './observe/untold-images.ts'
import { planService, type ServicePlan } from './plan.ts'
import { dropRestart, isRestarted } from './restart.ts'
import { dropRetry, isFailedRollout } from './retry.ts'
import { noteOutcome } from './act/revision-outcome.ts'
import { keepRevision } from './act/revisions.ts'
import { noteStaying } from './staying.ts'
import { serviceStatus } from './status.ts'
import type { ServiceView } from './view.ts'
import { serviceWakes } from './wakes.ts'

/** Keeps each service's tasks as its spec declares them: fills slots, adopts containers, and rolls out changes. */
export const serviceController: Controller = {
  name: 'service',
  kind: 'Service',
  coalesce: (key, { store }) => 1 + store.by('Task', 'service', key).size,

  wakes: serviceWakes,

  async reconcile(key, ports, run) {
    if (!isLookedAt(key, ports)) return done // no requeue: the hosts' lists and the first look at its tasks wake it
    let view = withoutAsking(key, ports)
    if (view && hasToLook(view, ports)) view = await lookedInto(view, ports, run)
    if (!view) return done
    noteStaying(ports.store, key, view)
    if (isOver(view)) return endService(view, ports, run)
    ensureFinalizer(ports.store, 'Service', { key, finalizer: finalizers.tasks })
    const plan = planService(view)
    if (!view.paused && view.target && isOf(plan, view.target.hash)) keepRevision(view, view.target, ports)
    pinAdopted(view, ports)
    for (const action of plan.actions)
      if (action.do === 'take') await take(action.take, view, { ports, run })
      else act(action, view, ports)
    if (view.takes) noteAll(view, ports)
    say(key, view, { plan, ports })
    noteOutcome(view, plan, ports)
    if (view.retry && !awaitsRetry(view, plan)) dropRetry(ports.store, key) // one asked for during the actions above counts in the next pass
    if (isRestarted(view, plan)) dropRestart(ports.store, key)
    return nextLook(view, plan, untoldIn(view, ports).length > 0)
  },
}

/** Whether the last step of a deletion is due. It may remove data, so that a pause holds it too. */
function isOver({ service, tasks, adoptable, paused }: ServiceView): boolean {
  return !!service.metadata.deletionTimestamp && tasks.length === 0 && adoptable.length === 0 && !paused
}

/** Whether a retry is still to come: a pause holds it, and a pass that only finds its containers again leads to no revision. */
function awaitsRetry({ paused, service }: ServiceView, { revision }: ServicePlan): boolean {
  return paused !== undefined || (revision === undefined && isFailedRollout(service))
}

/** Records that containers of others were looked for: for the service on every host, and as replacements for what its tasks lost. */
function noteAll({ service, tasks, isPartial }: ServiceView, ports: Ports): void {
  if (!isPartial) noteLooked(ports.store, service.metadata.namespace ?? '', service.metadata.name)
  noteLost(tasks, ports)
}

/**
 * How often to look for another place for a task that is to leave its node, ms. Too many kinds of change may free one to watch them all:
 * that a task gives up its place is watched (wakes.ts).
 */
const STAYING_MS = 10_000

/**
 * Whether a plan leads to the revision `hash`, or adopts a container of it. Only then is the revision stored, as its tasks are compared
 * with its template.
 */
function isOf({ revision, actions }: ServicePlan, hash: string): boolean {
  return revision === hash || actions.some((action) => action.do === 'adopt' && action.container.revision === hash)
}

/**
 * Returns what the plan needs to know; undefined while a task is, or may be, to leave its node and not all Nodes have a status yet. A Node's
 * status then wakes the service.
 */
function decidable(key: string, ports: Ports): ServiceView | undefined {
  const view = observeService(key, ports)
  return (view?.staying || isParticular(view?.service)) && !areTold(ports) ? undefined : view
}

/** As `decidable`; undefined also where a restart is asked for first, which wakes the service. */
function withoutAsking(key: string, ports: Ports): ServiceView | undefined {
  const view = decidable(key, ports)
  return view && askToLeaveFormer(view, ports) ? undefined : view
}

/** Whether the plan also needs facts that only the engines know: what containers mount and run, or what others made. */
function hasToLook(view: ServiceView, ports: Ports): boolean {
  return !view.paused && (comparable(view).length > 0 || mayTake(view, ports) || untoldIn(view, ports).length > 0)
}

/**
 * Asks the engines and returns a fresh view with the answers. Undefined where a takeover has to wait first, for something that wakes the
 * service.
 */
async function lookedInto(view: ServiceView, ports: Ports, run: Pass): Promise<ServiceView | undefined> {
  const looks = mayTake(view, ports)
  const isPartial = looks && hiddenFromLook(ports) !== undefined // before the hosts are asked: one may answer meanwhile
  const takes = looks ? await takesFor(view, ports, run) : undefined
  const kept = comparable(view).length > 0 ? await compareContents(view, ports, run) : undefined
  await lookUpUntold(untoldIn(view, ports), { ports, run })
  const fresh = decidable(keyOf(view.service), ports)
  if (!fresh || takes === 'later') return undefined
  return { ...(kept ? withKept(fresh, kept) : fresh), ...(takes ? { takes, isPartial } : {}) }
}

/**
 * When to look again: at the next step of a rollout, once tasks of lost nodes may get a stand-in, for a task that has no other place yet,
 * for an image that a node has not told of, or when a pause ends, which no event tells.
 */
function nextLook(view: ServiceView, { nextAt }: ServicePlan, isUntold: boolean): Result {
  const { now, paused, staying, standInsAt = Number.POSITIVE_INFINITY } = view
  const room = staying && !paused ? STAYING_MS : Number.POSITIVE_INFINITY
  if (nextAt !== undefined) return again(Math.min(nextAt - now, standInsAt - now, room), 'the rollout is watched')
  if (Number.isFinite(standInsAt) && !paused)
    return again(Math.min(standInsAt - now, room), 'a node that is back may count')
  if (room === STAYING_MS) return again(STAYING_MS, 'a task is to leave its node, and has no other place', 'periodic')
  if (isUntold) return again(RETRY_HOLD_MS, 'the image of an adopted container is not known yet', 'periodic')
  return paused?.until === undefined ? done : again(paused.until - now, 'the pause ends', 'periodic')
}

function say(key: string, view: ServiceView, { plan, ports }: { plan: ServicePlan; ports: Ports }): void {
  const { state, message } = plan.rollout
  const reason = [message, state === 'Progressing' ? contentsOf(view) : undefined].filter(Boolean).join('; ')
  if (state !== (view.service.status?.rollout?.state ?? 'None')) announce(key, { state, reason }, ports)
  const fresh = plan.actions.length > 0 || view.takes ? (observeService(key, ports) ?? view) : view
  const incarnation = incarnationOf(view.service, ports.store)
  ports.store.putStatus('Service', key, { ...serviceStatus(fresh, plan), incarnation })
}

/** Which Secrets and Configs a rollout changes, in words: the template does not show that. */
function contentsOf({ tasks, revisions, target }: ServiceView): string | undefined {
  // As where tasks leave a drained node.
  if (tasks.every(({ spec }) => spec.revision === target?.hash)) return undefined
  const [before] = newestFirst(revisions.filter(({ spec }) => spec.hash !== target?.hash))
  return target && otherBytes(before?.spec, target)
}

function announce(key: string, rollout: { state: string | undefined; reason: string }, ports: Ports): void {
  const bad = rollout.state === 'Stalled' || rollout.state === 'RollingBack'
  ports.recorder.record({
    object: `Service/${key}`,
    type: bad ? 'Warning' : 'Normal',
    reason: `Rollout${rollout.state ?? 'None'}`,
    message: rollout.reason || `the rollout is ${rollout.state ?? 'None'}`,
  })
}
