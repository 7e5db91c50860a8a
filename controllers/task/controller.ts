import type { V1Task, V1TaskStatus } from '../../api/v1/generated/types.ts'
import { holdReasons, taskReasons } from '../../api/v1/reasons.ts'
import type { Controller, Pass } from '../runtime/controller.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done, type Result } from '../runtime/result.ts'
import { attempt } from './act/attempt.ts'
import { awaitRoom } from './gates/await-room.ts'
import { behindLock } from './gates/behind-lock.ts'
import { noteWritten } from '../data/last-written.ts'
import { hasRun, noteUnknown } from './act/left-volumes.ts'
import { removeLate } from './act/late.ts'
import { taskWakes } from './wakes.ts'
import { hasLastWords, lastWords } from './act/last-words.ts'
import { observeTask, type Observation } from './observe.ts'
import { lookUpJoined, unknownJoined } from './observe/joined.ts'
import { hasEnded } from '../../api/v1/task-phase.ts'
import { planTask } from './plan.ts'
import type { TaskPlan } from './step.ts'
import { settlesInMs } from './plan/restart.ts'
import { taskStatus } from './status.ts'
import { isStillThere } from './act/still-there.ts'
import { spareOurselves } from './gates/spare-ourselves.ts'
import { whileDeclared } from './gates/while-declared.ts'
import { inTurn } from './gates/turn.ts'
import { isLeftUndone, saidUndone } from './gates/left-undone.ts'

/** The most steps in one reconcile. A task needs about five; more means that a step has no effect. */
const MAX_STEPS = 25

/** How often a task looks for a missing container whose namespace it names, ms: others create that one, and no event reports it. */
const JOINED_MS = 10_000

/** Reasons of trouble that does not pass by itself; their events are warnings. */
const TROUBLE: ReadonlySet<string> = new Set([
  ...[taskReasons.unhealthy, taskReasons.crashLoop, taskReasons.gaveUp, taskReasons.dependencyFailed],
  ...[taskReasons.imageMissing, taskReasons.noSpace, taskReasons.endedUnseen, taskReasons.duplicate],
  ...[holdReasons.nameTaken, holdReasons.unsupported, holdReasons.diskPressure, holdReasons.waitingForLock],
])

/** Steps after which a task may have no container left. */
const empties: ReadonlySet<TaskPlan['step']['do']> = new Set(['stop', 'remove'])

/** Moves each task towards its desired state, one step at a time. */
export const taskController: Controller = {
  name: 'task',
  kind: 'Task',
  lane: (key, { store }) => store.get('Task', key)?.spec.node ?? '',

  wakes: taskWakes,

  reconcile(key, ports, run) {
    if (awaitsFirstList(key, ports)) return Promise.resolve(done) // the host's first list wakes it
    const task = ports.store.get('Task', key)
    const isKnown = task === undefined || unknownJoined(task, ports).length === 0
    return isKnown ? converge(key, ports, run) : lookUpJoined(task, ports, run).then(() => converge(key, ports, run))
  },
}

/** Plans and takes one step after another until the task waits, fails or is gone. Each step is planned from a new observation. */
async function converge(key: string, ports: Ports, run: Pass): Promise<Result> {
  let emptied = false
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    if (steps > 0) run.looksAgain()
    const seen = observeTask(key, ports)
    if (!seen) return await removeLate(key, ports, run)
    const { task } = seen.view
    const wanted = whileDeclared(planTask(seen.view), task, ports)
    const turn = awaitRoom(inTurn(wanted, seen.view, ports), task, ports)
    const plan = saidUndone(spareOurselves(behindLock(turn, task, ports), task, ports), ports)
    if (!emptied && (await isFound(plan, task, { ports, run }))) continue // before anything is said, as a host may have been cut off
    const words = hasLastWords(seen.view) ? await lastWords({ seen, ports, run }) : undefined
    say(key, { seen, plan, ports, words })
    if (plan.step.do === 'wait' || isLeftUndone(plan, ports)) return nextLook(seen, plan)
    const hasWaited = steps > 0 || words || plan.step.do === 'forget'
    if (hasWaited && run.signal.aborted) return done // what it was about to do is not wanted any more
    const failed = await attempt(plan, { seen, ports, run })
    if (failed) return failed
    emptied ||= empties.has(plan.step.do)
  }
  throw new Error(`it took more than ${MAX_STEPS} steps and is still not where it should be`)
}

/** Whether a task that is to be deleted has a container after all. */
async function isFound({ step }: TaskPlan, task: V1Task, { ports, run }: Pick<Said, 'ports'> & { readonly run: Pass }) {
  return step.do === 'forget' && !run.signal.aborted && (await isStillThere(task, ports, run))
}

/** Whether a task's host was not listed yet and may still answer: then nothing can be said of the task. */
function awaitsFirstList(key: string, { store, inventory }: Ports): boolean {
  const node = store.get('Task', key)?.spec.node
  const host = node === undefined ? undefined : inventory.host(node)
  return host !== undefined && !host.synced && host.unreachable === undefined
}

interface Said {
  readonly seen: Observation
  readonly plan: TaskPlan
  readonly ports: Ports
  /** The last log lines of a container that failed; absent when none failed since the last look. */
  readonly words: readonly string[] | undefined
}

/** Writes the status, and records an event if there is news. */
function say(key: string, { seen, plan, ports, words }: Said): void {
  const { spec, status: before } = seen.view.task
  noteUnknown(spec.node ?? '', seen.containers[0], ports)
  if (seen.containers.some(hasRun)) noteWritten(seen.view.task, ports.store)
  const status = taskStatus(seen, plan)
  ports.store.putStatus('Task', key, words ? { ...status, lastLogLines: [...words] } : status)
  if (isNews(before, { ...plan, message: status.message ?? plan.message }))
    ports.recorder.record({
      object: `Task/${key}`,
      type: plan.phase === 'Failed' || TROUBLE.has(plan.reason) ? 'Warning' : 'Normal',
      reason: plan.reason,
      message: plan.message,
    })
}

/** Of a task that is as it should be. */
const WELL: ReadonlySet<string> = new Set([taskReasons.running, taskReasons.healthy])

/**
 * Whether a plan deserves an event: its reason is new, or it acts for a new cause. The message of a wait may change just by counting down.
 * No reason of a running task is kept, so that the first look of each process at one that runs well is no news.
 */
function isNews(before: V1TaskStatus | undefined, { step, reason, message }: TaskPlan): boolean {
  if (before?.reason === undefined && WELL.has(reason)) return false
  return before?.reason !== reason || (step.do !== 'wait' && before.message !== message)
}

/**
 * When to reconcile again. A running task with failures is looked at again when its count of failures resets; other tasks wait for a
 * change.
 */
function nextLook({ view }: Observation, { step }: TaskPlan): Result {
  if (step.do !== 'wait') return done
  if (step.afterMs !== undefined) return again(step.afterMs, 'it waits', step.periodic ? 'periodic' : 'progress')
  if (hasEnded(view.task)) return done
  if (view.joinsUnknown) return again(JOINED_MS, 'a container that it names may come', 'periodic')
  const [container] = view.containers
  const runsWell = container?.state === 'running' && (container.health === 'none' || container.health === 'healthy')
  const settles = runsWell && (view.task.status?.failures ?? 0) > 0 && container.startedAt !== undefined
  if (!settles) return done
  return again(settlesInMs(view, container), 'it may have settled', 'periodic')
}
