import { filter, map, merge, mergeMap } from 'rxjs'
import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import { keyFor, keyOf, splitKey } from '../../api/v1/names.ts'
import { holdReasons, taskReasons } from '../../api/v1/reasons.ts'
import { isEngineError } from '../../engine/errors.ts'
import type { Change } from '../../store/objects/store.ts'
import { backoffAfter } from '../runtime/backoff.ts'
import type { Controller } from '../runtime/controller.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done, type Result } from '../runtime/result.ts'
import { writeStatus } from '../runtime/status.ts'
import { act, type Acting } from './act.ts'
import { lastWords } from './last-words.ts'
import { observeTask, type Observation } from './observe.ts'
import { planTask, type TaskPlan } from './plan.ts'
import { SETTLED_MS } from './restart.ts'
import { taskStatus } from './status.ts'

/** Steps in one run: a task needs about five; more than this is a loop of ours. */
const MAX_STEPS = 25

/** Waits after a failed pull, build, create or start. */
const ATTEMPT_LIMITS = { minMs: 500, maxMs: 60_000 }

/** Takes each task one step at a time towards what is wanted of it. */
export const taskController: Controller = {
  name: 'task',
  kind: 'Task',
  lane: (key, { store }) => store.get('Task', key)?.spec.node ?? '',

  wakes: (ports) =>
    merge(
      ports.store.watch('Task').pipe(
        filter(concernsTheLoop),
        map(({ key }) => key),
      ),
      ports.store.watch('Task').pipe(mergeMap((change) => sharersOf(change, ports))),
      ports.store.watch('Service').pipe(mergeMap((change) => tasksThatWait(change, ports))),
      ...(['network', 'volume', 'secret', 'config'] as const).map((index) =>
        ports.store.watch(kindOf[index]).pipe(mergeMap(({ key }) => waiting(ports.store.by('Task', index, key)))),
      ),
      ports.store.watchFacts().pipe(
        filter(({ family }) => family === 'pause'),
        mergeMap(({ key }) => ports.store.by('Task', 'namespace', splitKey(key).namespace ?? key).keys()),
      ),
      ports.store.watch('Node').pipe(
        filter(({ before, after }) => before?.status?.ready !== after?.status?.ready),
        mergeMap(({ key }) => ports.store.by('Task', 'node', key).keys()),
      ),
      ports.inventory.watch().pipe(mergeMap((change) => tasksOf(change, ports))),
    ),

  async reconcile(key, ports, run) {
    if (awaitsFirstList(key, ports)) return done // the host's first list wakes it
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      const seen = observeTask(key, ports)
      if (!seen) return done
      const plan = planTask(seen.view)
      say(key, { seen, plan, ports, words: await lastWords({ seen, ports, run }) })
      if (plan.step.do === 'wait') return nextLook(seen, plan)
      const failed = await attempt(plan, { seen, ports, run })
      if (failed) return failed
    }
    throw new Error(`it took more than ${MAX_STEPS} steps and is still not where it should be`)
  },
}

/** Whether a task's host was not listed yet, and nothing says that it does not answer: then there is nothing to say of the task. */
function awaitsFirstList(key: string, { store, inventory }: Ports): boolean {
  const node = store.get('Task', key)?.spec.node
  const host = node === undefined ? undefined : inventory.host(node)
  return host !== undefined && !host.synced && host.unreachable === undefined
}

/** Acts, and turns what the engine refuses into the task's own state: it waits and tries again. Other errors are the loop's. */
async function attempt(plan: TaskPlan, acting: Acting): Promise<Result | undefined> {
  const { seen, ports } = acting
  try {
    await act(plan, acting)
    if (plan.step.do === 'pull' || plan.step.do === 'build') forgetFailures(acting)
    return undefined
  } catch (error) {
    const reason = failureReason(plan, error, acting)
    if (reason === undefined || !isEngineError(error)) throw error
    const failures = (seen.view.task.status?.failures ?? 0) + 1
    const afterMs = backoffAfter(failures - 1, ATTEMPT_LIMITS)
    const nextRetryAt = new Date(ports.clock.now() + afterMs).toISOString()
    ports.recorder.record({
      object: `Task/${keyOf(seen.view.task)}`,
      type: 'Warning',
      reason: reason,
      message: error.message,
    })
    ports.store.update('Task', keyOf(seen.view.task), (draft) => {
      draft.status = { ...draft.status, failures, nextRetryAt, reason, message: error.detail }
    })
    return again(afterMs, error.detail)
  }
}

/** A new image is a new start: attempts to get it say nothing of what runs from it. */
function forgetFailures({ seen, ports }: Acting): void {
  if (!seen.view.task.status?.failures) return
  ports.store.update('Task', keyOf(seen.view.task), (draft) => {
    const { nextRetryAt: _, ...status } = draft.status ?? {}
    draft.status = { ...status, failures: 0 }
  })
}

/** The reason that a task gives for what the engine refused; undefined for what is not the task's affair. */
function failureReason({ step }: TaskPlan, error: unknown, { seen, ports }: Acting): string | undefined {
  if (!isEngineError(error, 'Invalid', 'NotFound', 'Conflict', 'Internal', 'Unsupported', 'Busy')) return undefined
  if (step.do === 'pull' && error.code === 'NotFound') return taskReasons.imageMissing
  const wasCreated = step.do === 'create' && ports.inventory.containersOf(seen.view.task.metadata.name).length > 0
  if (wasCreated) return taskReasons.startFailed
  // A name that is being freed is free in a moment: the loop's own backoff is shorter than a task's.
  return error.code === 'Busy' && step.do !== 'start' ? undefined : failureReasons[step.do]
}

const failureReasons: { readonly [step in TaskPlan['step']['do']]?: string } = {
  pull: taskReasons.pullFailed,
  build: taskReasons.buildFailed,
  create: taskReasons.createFailed,
  start: taskReasons.startFailed,
}

interface Said {
  readonly seen: Observation
  readonly plan: TaskPlan
  readonly ports: Ports
  /** What a container that failed wrote last; absent when none failed since the last look. */
  readonly words: readonly string[] | undefined
}

function say(key: string, { seen, plan, ports, words }: Said): void {
  const before = seen.view.task.status
  writeStatus(ports.store, 'Task', {
    key: key,
    status: { ...taskStatus(seen, plan), ...(words ? { lastLogLines: [...words] } : {}) },
  })
  if (before?.reason !== plan.reason)
    ports.recorder.record({
      object: `Task/${key}`,
      type: plan.phase === 'Failed' ? 'Warning' : 'Normal',
      reason: plan.reason,
      message: plan.message,
    })
}

/** A failing container's count is wiped when it has run for a while; otherwise the next wake is somebody else's change. */
function nextLook({ view }: Observation, { step }: TaskPlan): Result {
  if (step.do !== 'wait') return done
  if (step.afterMs !== undefined) return again(step.afterMs, 'it waits')
  const [container] = view.containers
  const settles =
    (view.task.status?.failures ?? 0) > 0 && container?.state === 'running' && container.startedAt !== undefined
  if (!settles) return done
  return again(
    Math.max(0, Date.parse(container.startedAt ?? '') + SETTLED_MS - view.now),
    'it may have settled',
    'periodic',
  )
}

/** The loop's own status writes are no news to it; a spec, a deletion, a finalizer is. */
function concernsTheLoop({ before, after }: Change<V1Task>): boolean {
  if (!after) return false
  if (!before) return true
  return (
    before.spec !== after.spec ||
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    before.metadata.finalizers !== after.metadata.finalizers
  )
}

/** Tasks that a change of a service may let go on: those of services that depend on it; in a deletion its own, and those that it depends on. */
function tasksThatWait({ key, before, after }: Change<V1Service>, { store }: Ports): readonly string[] {
  const { namespace } = splitKey(key)
  const ending = before?.metadata.deletionTimestamp !== after?.metadata.deletionTimestamp || !after
  const targets = ending ? (before?.spec.dependsOn ?? []).map(({ service }) => keyFor(namespace, service)) : []
  const own = ending ? [key] : []
  const dependents = [...store.by('Service', 'dependsOn', key).keys(), ...store.by('Service', 'shares', key).keys()]
  const replaced = before?.status?.rollout?.state !== after?.status?.rollout?.state
  const unsettled = [...own, ...targets, ...dependents].flatMap((service) =>
    tasksOfService(service, store, isUnsettled),
  )
  return replaced
    ? [...unsettled, ...dependents.flatMap((service) => tasksOfService(service, store, () => true))]
    : unsettled
}

function tasksOfService(service: string, store: Ports['store'], which: (task: V1Task) => boolean): readonly string[] {
  return [...store.by('Task', 'service', service)].filter(([, task]) => which(task)).map(([key]) => key)
}

/** Tasks that share a namespace of one that started anew: theirs is left empty. */
function sharersOf({ before, after }: Change<V1Task>, { store }: Ports): readonly string[] {
  if (!after || before?.status?.startedAt === after.status?.startedAt) return []
  const sharers = store.by('Service', 'shares', keyFor(after.metadata.namespace, after.spec.service))
  return [...sharers.keys()].flatMap((service) => tasksOfService(service, store, () => true))
}

function isUnsettled({ status, spec, metadata }: V1Task): boolean {
  return status?.phase !== 'Running' || metadata.deletionTimestamp !== undefined || spec.desiredState === 'Removed'
}

const kindOf = { network: 'Network', volume: 'Volume', secret: 'Secret', config: 'Config' } as const

/** The keys of those tasks that wait for something. */
function waiting(tasks: ReadonlyMap<string, V1Task>): readonly string[] {
  const keys: string[] = []
  for (const [key, { status }] of tasks) if (status?.reason?.startsWith('WaitingFor')) keys.push(key)
  return keys
}

/** The tasks that a change on a host concerns: a container's own and those that wait for its name; a network's; all on a host that came or went. */
function tasksOf(
  change: { node: string; type: string; labels: Readonly<Record<string, string>> },
  ports: Ports,
): Iterable<string> {
  const { store } = ports
  const { [labels.stack]: stack, [labels.task]: task, [labels.name]: service } = change.labels
  if (change.type === 'host') return store.by('Task', 'node', change.node).keys()
  if (change.type === 'container' && task !== undefined)
    return [
      keyFor(stack, task),
      ...waitingSiblings(`${stack}/${service}/${change.labels[composeLabels.containerNumber]}`, ports),
    ]
  if (change.type === 'container') return tasksWithoutName(change.node, ports)
  if (change.type === 'network' || change.type === 'volume') return waiting(store.by('Task', 'node', change.node))
  return []
}

/** A foreign container changed: the name that it held may be free. */
function tasksWithoutName(node: string, { store }: Ports): readonly string[] {
  return [...store.by('Task', 'node', node)]
    .filter(([, task]) => task.status?.reason === holdReasons.nameTaken)
    .map(([key]) => key)
}

/** The other tasks of a container's slot: its change may be what they wait for. */
function waitingSiblings(slot: string, { store }: Ports): Iterable<string> {
  const tasks = store.by('Task', 'slot', slot)
  return tasks.size < 2 ? [] : tasks.keys()
}
