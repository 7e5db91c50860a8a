import { filter, map, merge, type Observable } from 'rxjs'
import type { V1Node, V1Service, V1Task, V1Volume } from '../../api/v1/generated/types.ts'
import { otherBytes } from '../../api/v1/changed-contents.ts'
import { setCondition } from '../../api/v1/conditions.ts'
import { newestFirst } from '../../api/v1/failed-revision.ts'
import { finalizers, labels } from '../../api/v1/labels.ts'
import { isDrained } from '../../api/v1/node-drained.ts'
import { isKeptFailure, keyFor, keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { InventoryChange } from '../../engine/inventory.ts'
import { because, type Run } from '../../engine/run.ts'
import type { Change } from '../../store/objects/store.ts'
import { consents } from '../adoption/may-adopt.ts'
import { noteLost } from '../adoption/lost.ts'
import { take } from '../adoption/take.ts'
import { mayTake, takesFor } from '../adoption/takes.ts'
import { noteLooked } from '../adoption/records.ts'
import { areListed, areTold, engineOf, isSilent } from '../runtime/acting.ts'
import { RETRY_HOLD_MS } from '../runtime/conditions.ts'
import type { Controller } from '../runtime/controller.ts'
import { each } from '../runtime/each.ts'
import { isLost, isOfAnotherEngine, nodeHold, type NodeHold } from '../holds/node-hold.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done, type Result } from '../runtime/result.ts'
import { dropFinalizer, ensureFinalizer, writeStatus } from '../runtime/status.ts'
import { changesFit, isParticular } from '../scheduler/filters.ts'
import { forgetLeft } from '../task/act/left-volumes.ts'
import { remove } from '../task/act/container-calls.ts'
import { act } from './act.ts'
import { incarnationOf, noteEnd } from './incarnation.ts'
import { askedOfServices, forgetAsked } from './asked.ts'
import { comparable, compareContents, withKept } from './act/adoptable.ts'
import { removeLeft, tellLeft } from './act/left-data.ts'
import { isLookedAt, observeService } from './observe.ts'
import { ownService } from './observe/ourselves.ts'
import { planService, type ServicePlan } from './plan.ts'
import { dropRestart, isRestarted } from './restart.ts'
import { dropRetry } from './retry.ts'
import { noteOutcome } from './act/revision-outcome.ts'
import { keepRevision } from './act/revisions.ts'
import { serviceStatus } from './status.ts'
import type { ServiceView } from './view.ts'

/** Keeps the tasks of a service as its spec has them, and rolls changes out. */
export const serviceController: Controller = {
  name: 'service',
  kind: 'Service',
  coalesce: (key, { store }) => 1 + store.by('Task', 'service', key).size,

  wakes: (ports) =>
    merge(
      ports.store.watch('Service').pipe(each(({ key }) => withOwnService(key, ports))),
      ports.store.watch('Task').pipe(map(serviceOfTask)),
      ports.store.watchMoves('Task').pipe(
        filter(({ before, after }) => before === undefined || before.spec.node !== after?.spec.node),
        each((change) => ports.store.by('Service', 'shares', serviceOfTask(change)).keys()),
      ),
      merge(ports.store.watch('Secret'), ports.store.watch('Config'), volumesSaidAnew(ports)).pipe(
        each(({ key }) => servicesBeside(key, ports)),
      ),
      ports.store.watch('Node').pipe(each((change) => servicesOfNode(change, ports))),
      ports.store.watch('Node').pipe(
        filter((change) => isToldOf(change, ports)),
        each(() => ports.store.list('Service').keys()),
      ),
      ports.store.watchFacts().pipe(
        filter(({ family }) => askedOfServices.has(family)),
        each(({ key }) => servicesNamed(key, ports)),
      ),
      ports.store.watchMoves('Network').pipe(
        filter(({ before }) => before === undefined),
        each(({ key }) => servicesBeside(key, ports)),
      ),
      consents(ports.store).pipe(each((stack) => ports.store.by('Service', 'namespace', stack).keys())),
      ports.inventory.watch().pipe(
        filter(({ type }) => type === 'host' && areListed(ports)),
        each(() => ports.store.list('Service').keys()),
      ),
      ports.inventory.watch().pipe(
        filter((change) => isStray(change, ports)),
        map(({ labels: own }) => `${own[labels.stack]}/${own[labels.name]}`),
        filter((key) => ports.store.get('Service', key) !== undefined),
      ),
    ),

  async reconcile(key, ports, run) {
    if (!isLookedAt(key, ports)) return done // the hosts' lists and its tasks' first look wake it
    let view = decidable(key, ports)
    if (view && hasToLook(view, ports)) view = await lookedInto(view, ports, run)
    if (!view) return done
    if (view.service.metadata.deletionTimestamp && view.tasks.length === 0 && view.adoptable.length === 0)
      return end(view, ports, run)
    ensureFinalizer(ports.store, 'Service', { key, finalizer: finalizers.tasks })
    const plan = planService(view)
    if (view.target && isOf(plan, view.target.hash)) keepRevision(view, view.target, ports)
    for (const action of plan.actions)
      if (action.do === 'take') await take(action.take, view, { ports, run })
      else act(action, view, ports)
    if (view.takes) noteAll(view, ports)
    say(key, view, { plan, ports })
    noteOutcome(view, plan, ports)
    if (view.retry) dropRetry(ports.store, key) // one that is asked for during an act counts next
    if (isRestarted(view, plan)) dropRestart(ports.store, key)
    return nextLook(view, plan)
  },
}

/** Notes that it was looked for what others made: of the service, and in place of what its tasks lost. */
function noteAll({ service, tasks }: ServiceView, ports: Ports): void {
  noteLooked(ports.store, service.metadata.namespace ?? '', service.metadata.name)
  noteLost(tasks, ports)
}

/** Room for what is to leave its node may come in many ways: it is looked for so often, ms. */
const STAYING_MS = 10_000

/** Whether a plan leads to a revision, or adopts what is of it: tasks are compared with a template that is known alone. */
function isOf({ revision, actions }: ServicePlan, hash: string): boolean {
  return revision === hash || actions.some((action) => action.do === 'adopt' && action.container.revision === hash)
}

/** What the plan needs to know; undefined while what is to leave its node may have another place, of which the Node says nothing yet: that wakes it. */
function decidable(key: string, ports: Ports): ServiceView | undefined {
  const view = observeService(key, ports)
  return view?.staying && !areTold(ports) ? undefined : view
}

/** Whether only engines tell what the plan needs. */
function hasToLook(view: ServiceView, ports: Ports): boolean {
  return comparable(view).length > 0 || mayTake(view, ports)
}

/** The view with that, as all else is then; undefined where what it waits for wakes it. */
async function lookedInto(view: ServiceView, ports: Ports, run: Run): Promise<ServiceView | undefined> {
  const takes = mayTake(view, ports) ? await takesFor(view, ports, run) : undefined
  const kept = comparable(view).length > 0 ? await compareContents(view, ports, run) : undefined
  const fresh = decidable(keyOf(view.service), ports)
  if (!fresh || takes === 'later') return undefined
  return { ...(kept ? withKept(fresh, kept) : fresh), ...(takes ? { takes } : {}) }
}

/** A rollout is watched; a pause ends without a word to anyone, and nothing is under way until then. */
function nextLook({ now, paused, staying }: ServiceView, { nextAt }: ServicePlan): Result {
  const room = staying && !paused ? STAYING_MS : Number.POSITIVE_INFINITY
  if (nextAt !== undefined) return again(Math.min(nextAt - now, room), 'the rollout is watched')
  if (room === STAYING_MS) return again(STAYING_MS, 'a task is to leave its node, and has no other place', 'periodic')
  return paused?.until === undefined ? done : again(paused.until - now, 'the pause ends', 'periodic')
}

function say(key: string, view: ServiceView, { plan, ports }: { plan: ServicePlan; ports: Ports }): void {
  const { state, message } = plan.rollout
  const reason = [message, state === 'Progressing' ? contentsOf(view) : undefined].filter(Boolean).join('; ')
  if (state !== (view.service.status?.rollout?.state ?? 'None')) announce(key, { state, reason }, ports)
  const fresh = plan.actions.length > 0 ? (observeService(key, ports) ?? view) : view
  writeStatus(ports.store, 'Service', {
    key,
    status: {
      ...serviceStatus(fresh, plan),
      incarnation: incarnationOf(view.service, ports.store),
    },
  })
}

/** What of its contents a rollout brings, which no template tells. */
function contentsOf({ revisions, target }: ServiceView): string | undefined {
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

/** The last step of a deletion: what was kept of failures goes, the incarnation is noted, the finalizer falls. */
async function end({ service }: ServiceView, ports: Ports, run: Run): Promise<Result> {
  const key = keyOf(service)
  await ports.store.durable() // that it goes, and whether its data does, must be known after a crash
  // A copy: each that is removed leaves the list.
  for (const { node, container } of [...ports.inventory.containersOfService(key)]) {
    if (!isKeptFailure(container.Name)) continue
    const held = nodeHold(node, ports)
    if (held) return waitFor(service, held, ports)
    const engine = engineOf(node, ports)
    await remove(container.Id, engine, { ports, run: because(run, 'its service is deleted') })
  }
  const isWithData = service.metadata.finalizers?.includes(finalizers.volumeData)
  const held = isWithData ? await removeLeft(key, ports, run) : undefined
  if (held) return waitFor(service, held, ports)
  if (!isWithData) tellLeft(key, ports)
  noteEnd(service, ports)
  forgetAsked(ports.store, key)
  forgetLeft(key, ports.store)
  dropFinalizer(ports.store, 'Service', { key, finalizer: finalizers.volumeData })
  dropFinalizer(ports.store, 'Service', { key, finalizer: finalizers.tasks })
  return done
}

/** What was kept on a node that may not be worked on is not left behind. */
function waitFor({ metadata, status }: V1Service, { reason, because }: NodeHold, { store, clock }: Ports): Result {
  const observedGeneration = metadata.generation ?? 1
  const said = { type: conditionTypes.ready, status: 'False' as const, reason, message: because, observedGeneration }
  const conditions = setCondition(status?.conditions, said, clock.now())
  writeStatus(store, 'Service', { key: keyOf({ metadata }), status: { ...status, observedGeneration, conditions } })
  return again(RETRY_HOLD_MS, 'held; see conditions', 'periodic')
}

/** Whether it is a container that no Task stands for: of one that has its Task, the Task tells. */
function isStray({ type, labels: own }: InventoryChange, { store }: Ports): boolean {
  return type === 'container' && store.get('Task', keyFor(own[labels.stack], own[labels.task] ?? '')) === undefined
}

/** A service that changes, and the one that these controllers run in, which waits for all others. */
function withOwnService(key: string, ports: Ports): readonly string[] {
  const own = ownService(ports)
  return own === undefined || own === key ? [key] : [key, own]
}

function serviceOfTask({ before, after }: Change<V1Task>): string {
  const task = after ?? before
  return keyFor(task?.metadata.namespace, task?.spec.service ?? '')
}

/**
 * Whether a node is no other engine's any more: what it has may be taken over now, or a task's data be there. Or the last that is listed
 * says so: what was to leave its node, and had no other place, may have one.
 */
function isToldOf({ before, after }: Change<V1Node>, ports: Ports): boolean {
  if (isOfAnotherEngine(before) && !isOfAnotherEngine(after)) return true
  return after !== undefined && !isSilent(after) && (!before || isSilent(before)) && areTold(ports)
}

/** Those that a change of a node concerns: Global services, which it may run now, and of what has tasks there all, or those that it has to suit. */
function servicesOfNode(change: Change<V1Node>, ports: Ports): readonly string[] {
  const { key, before, after } = change
  const fits = changesFit(change)
  const concernsAll = !after || isLost(before) !== isLost(after) || isDrained(before) !== isDrained(after)
  const there = fits || concernsAll ? [...ports.store.by('Task', 'node', key).values()] : []
  const services = new Set(there.map(serviceKeyOf))
  const isConcerned = (service: string) => concernsAll || isParticular(ports.store.get('Service', service))
  return [...(fits ? globalServices(ports) : []), ...[...services].filter(isConcerned)]
}

/** A volume that may be made anew by now lets go of tasks whose node is gone. */
function volumesSaidAnew({ store }: Ports): Observable<Change<V1Volume>> {
  return store.watchMoves('Volume').pipe(filter(({ before, after }) => before !== undefined && after !== undefined))
}

function servicesBeside(key: string, { store }: Ports): readonly string[] {
  const namespace = key.slice(0, key.indexOf('/'))
  return [...store.by('Service', 'namespace', namespace).keys()]
}

function servicesNamed(key: string, ports: Ports): readonly string[] {
  return key.includes('/') ? [key] : [...ports.store.by('Service', 'namespace', key).keys()]
}

function globalServices({ store }: Ports): Iterable<string> {
  return store.by('Service', 'global', 'true').keys()
}
