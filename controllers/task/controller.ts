import type { V1TaskStatus } from '../../api/v1/generated/types.ts'
import { holdReasons, taskReasons } from '../../api/v1/reasons.ts'
import type { Controller, Pass } from '../runtime/controller.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done, type Result } from '../runtime/result.ts'
import { writeStatus } from '../runtime/status.ts'
import { attempt } from './act/attempt.ts'
import { awaitRoom } from './gates/await-room.ts'
import { behindLock } from './gates/behind-lock.ts'
import { noteUnknown } from './act/left-volumes.ts'
import { removeLate } from './act/late.ts'
import { taskWakes } from './wakes.ts'
import { hasLastWords, lastWords } from './act/last-words.ts'
import { observeTask, type Observation } from './observe.ts'
import { lookUpJoined, unknownJoined } from './observe/joined.ts'
import { hasEnded } from './phase.ts'
import { planTask } from './plan.ts'
import type { TaskPlan } from './step.ts'
import { settlesInMs } from './plan/restart.ts'
import { taskStatus } from './status.ts'
import { isStillThere } from './act/still-there.ts'
import { spareOurselves } from './gates/spare-ourselves.ts'
import { inTurn } from './gates/turn.ts'

/** Steps in one run: a task needs about five; more than this is a loop of ours. */
const MAX_STEPS = 25

/** How long until it is asked for once more, ms: an engine tells nobody of what others make. */
const JOINED_MS = 10_000

/** Reasons of what is not as it should be, and does not pass by itself. */
const TROUBLE: ReadonlySet<string> = new Set([
  ...[taskReasons.unhealthy, taskReasons.crashLoop, taskReasons.gaveUp, taskReasons.dependencyFailed],
  ...[taskReasons.imageMissing, taskReasons.noSpace, taskReasons.endedUnseen, taskReasons.duplicate],
  ...[holdReasons.nameTaken, holdReasons.unsupported, holdReasons.diskPressure],
])

/** Steps after which a task may have no container left. */
const empties: ReadonlySet<TaskPlan['step']['do']> = new Set(['stop', 'remove'])

/** Takes each task one step at a time towards what is wanted of it. */
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

/** Takes a task step after step until it waits, fails or is gone. */
async function converge(key: string, ports: Ports, run: Pass): Promise<Result> {
  let emptied = false
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    if (steps > 0) run.looksAgain()
    const seen = observeTask(key, ports)
    if (!seen) return await removeLate(key, ports, run)
    const { task } = seen.view
    const turn = awaitRoom(inTurn(planTask(seen.view), seen.view, ports), task, ports)
    const plan = spareOurselves(behindLock(turn, task, ports), task, ports)
    const words = hasLastWords(seen.view) ? await lastWords({ seen, ports, run }) : undefined
    say(key, { seen, plan, ports, words })
    if (plan.step.do === 'wait') return nextLook(seen, plan)
    if ((steps > 0 || words) && run.signal.aborted) return done // what it was about to do is not wanted any more
    if (plan.step.do === 'forget' && !emptied && (await isStillThere(task, ports, run))) continue
    const failed = await attempt(plan, { seen, ports, run })
    if (failed) return failed
    emptied ||= empties.has(plan.step.do)
  }
  throw new Error(`it took more than ${MAX_STEPS} steps and is still not where it should be`)
}

/** Whether a task's host was not listed yet, and nothing says that it does not answer: then there is nothing to say of the task. */
function awaitsFirstList(key: string, { store, inventory }: Ports): boolean {
  const node = store.get('Task', key)?.spec.node
  const host = node === undefined ? undefined : inventory.host(node)
  return host !== undefined && !host.synced && host.unreachable === undefined
}

interface Said {
  readonly seen: Observation
  readonly plan: TaskPlan
  readonly ports: Ports
  /** What a container that failed wrote last; absent when none failed since the last look. */
  readonly words: readonly string[] | undefined
}

/** Writes down how it stands, for people and for the time after it. */
function say(key: string, { seen, plan, ports, words }: Said): void {
  const { spec, status: before } = seen.view.task
  noteUnknown(spec.node ?? '', seen.containers[0], ports)
  const status = taskStatus(seen, plan)
  writeStatus(ports.store, 'Task', { key, status: words ? { ...status, lastLogLines: [...words] } : status })
  if (isNews(before, { ...plan, message: status.message ?? plan.message }))
    ports.recorder.record({
      object: `Task/${key}`,
      type: plan.phase === 'Failed' || TROUBLE.has(plan.reason) ? 'Warning' : 'Normal',
      reason: plan.reason,
      message: plan.message,
    })
}

/** What is done for another cause than the last is news, though it be of one reason; a wait's message may only count on. */
function isNews(before: V1TaskStatus | undefined, { step, reason, message }: TaskPlan): boolean {
  return before?.reason !== reason || (step.do !== 'wait' && before.message !== message)
}

/** A failing container's count is wiped when it has run for a while, but for that of an outcome; else the next wake is somebody else's change. */
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
