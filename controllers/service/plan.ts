import type { V1RolloutStatus, V1Task } from '../../api/v1/generated/types.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import type { Take } from '../adoption/view.ts'
import { courseOf } from './course.ts'
import { advance } from './plan/advance.ts'
import { arrivalsOf } from './plan/arrivals.ts'
import { fill } from './plan/fill.ts'
import { endings, forsakenAs, withoutForsaken } from './plan/forsaken.ts'
import { dueHandOvers, relieved } from './plan/hand-over.ts'
import { turnsIn } from './plan/job-turns.ts'
import { outrun } from './plan/outrun.ts'
import { planPaused } from './plan/paused.ts'
import { renamed } from './plan/renamed.ts'
import { replaced, superseded } from './plan/replaced.ts'
import { retireAll } from './plan/retire.ts'
import { isLastOfAll, progressOf } from './plan/rollout.ts'
import { turnAway } from './plan/turned-away.ts'
import { type Verdict, judge, keepHistory } from './plan/verdict.ts'
import { isFailedRollout, planRetry } from './retry.ts'
import { type Slot, slotsOf, wantedSlots, without } from './slots.ts'
import { haltedRollout, leftOf } from './stopped.ts'
import type { AdoptableContainer, ServiceView } from './view.ts'

export type ServiceAction =
  | { readonly do: 'take'; readonly take: Take; readonly because: string }
  | {
      readonly do: 'adopt'
      readonly container: AdoptableContainer
      /** The task is created as retiring: the container is to be removed. */
      readonly retired?: true
      readonly because: string
    }
  | {
      readonly do: 'createTask'
      readonly slot: number
      readonly revision: string
      /** The least attempt number: the next one whose name is free is taken. */
      readonly attempt: number
      readonly node?: string
      /** It stands in for a task of this slot while that task's host is lost. */
      readonly standsIn?: true
      readonly because: string
    }
  | { readonly do: 'revise'; readonly task: V1Task; readonly revision: string; readonly because: string }
  /** Marks or unmarks a task as one to be replaced on another node. */
  | { readonly do: 'leave'; readonly task: V1Task; readonly leaves: boolean; readonly because: string }
  /** Binds the task to the node where its container was found. */
  | { readonly do: 'rebind'; readonly task: V1Task; readonly node: string; readonly because: string }
  | { readonly do: 'rename'; readonly task: V1Task; readonly name: string; readonly because: string }
  /** `evicted`: its host is lost, and another task runs in its place. */
  | { readonly do: 'retire'; readonly task: V1Task; readonly evicted?: true; readonly because: string }
  /** These controllers end, and those in the task's container take over: they are updating themselves. */
  | { readonly do: 'handOver'; readonly task: V1Task; readonly because: string }

/** The actions that a service needs now, and the state of its rollout after them. */
export interface ServicePlan {
  readonly actions: readonly ServiceAction[]
  readonly rollout: V1RolloutStatus
  /** The revision that the rollout leads to. */
  readonly revision?: string
  /** The revision that every slot ran when the last rollout completed. */
  readonly currentRevision?: string
  readonly stalledHash?: string
  /** When to look again, ms since the epoch. */
  readonly nextAt?: number
  /** Whether the spec is not decided on yet: tasks are bound to what was found first, and the next pass counts them. */
  readonly isUndecided?: true
}

/**
 * Plans what one service needs: fill slots, retire surplus tasks, advance the rollout by one step. Pure and total. An old task retires only
 * when its successor has everything that it needs, so a broken update costs no running task (S10). Tasks that can't go on where they are
 * (`forsaken`) are planned as if retiring. Of a paused service nothing is decided.
 */
export function planService(view: ServiceView): ServicePlan {
  const { astray, paused } = view
  if (paused) return planPaused(view, paused)
  if (astray && !isEnding(view) && !view.stopped) return undecided(view, rebound(view, astray))
  if (!view.forsaken || isEnding(view) || view.stopped) return planPresent(view)
  // Retire the task first: its container is then adopted under the new node name. A replacement created now would take its slot.
  const renamed = forsakenAs('renamed', view)
  if (renamed.length > 0) return undecided(view, retireAll(renamed, 'its host has another name now'))
  const present = withoutForsaken(view)
  const places = placesOf(present)
  const plan = planPresent(present, places)
  const wanted = new Set(places.wanted.map(({ number }) => number))
  const filled = { actions: plan.actions, isWanted: (slot: number) => wanted.has(slot) }
  const ends = endings(view, filled)
  const nextAt = Math.min(plan.nextAt ?? Number.POSITIVE_INFINITY, ends.nextAt)
  return { ...plan, actions: [...ends.actions, ...plan.actions], ...(Number.isFinite(nextAt) ? { nextAt } : {}) }
}

/** Binds tasks to the node where their container runs, instead of creating new containers. */
function rebound({ tasks }: ServiceView, astray: NonNullable<ServiceView['astray']>): readonly ServiceAction[] {
  return tasks.flatMap((task) => {
    const node = astray.get(task.metadata.name)
    if (node === undefined) return []
    const because = `the container of ${task.metadata.name} is on ${node}, and none is on ${task.spec.node ?? 'another'}: it goes on there`
    return [{ do: 'rebind' as const, task, node, because }]
  })
}

function planPresent(view: ServiceView, { wanted, unwanted } = placesOf(view)): ServicePlan {
  const kept = standing(view)
  if (view.retry && !isEnding(view) && isFailedRollout(view.service)) return planRetry(view)
  // Without the content of its Secrets nobody knows which revision a container is of. Surplus tasks go whatever their revision.
  if (!view.target && !isEnding(view) && !view.stopped)
    return { ...kept, actions: retireAll(unwanted, surplusReason(view)) }
  const arrivals = arrivalsOf(view)
  if (arrivals.length > 0) return undecided(view, arrivals)
  if (isEnding(view)) return { ...kept, actions: retireAll(view.tasks, 'the service is deleted') }
  if (view.stopped) {
    const rollout = haltedRollout(kept.rollout, view.stopped)
    return { ...kept, rollout, actions: retireAll(leftOf(view), 'it is stopped by hand') }
  }
  const { told, actions } = turnAway(view)
  const rollout = planRollout(told, told === view ? wanted : placesOf(told).wanted)
  return { ...rollout, actions: [...retireAll(unwanted, surplusReason(view)), ...actions, ...rollout.actions] }
}

/** A plan that only lets tasks be where their containers are: what the spec says is decided in the pass after it. */
function undecided(view: ServiceView, actions: readonly ServiceAction[]): ServicePlan {
  return { ...standing(view), actions, isUndecided: true }
}

/** The rollout as the status has it, unchanged. */
function standing(view: ServiceView) {
  return { rollout: view.service.status?.rollout ?? { state: 'None' as const }, ...keepHistory(view) }
}

/** The slots that are to have a task, and the live tasks of all other slots. */
function placesOf(view: ServiceView): {
  readonly wanted: readonly Slot[]
  readonly unwanted: readonly V1Task[]
} {
  const { service, tasks, nodes } = view
  const slots = slotsOf(service, tasks, nodes)
  const eligible = isGlobal(service.spec) ? slots.filter((slot) => slot.node !== undefined) : slots
  const wanted = wantedSlots(eligible, view)
  return { wanted, unwanted: slots === wanted ? [] : without(slots, wanted).flatMap((slot) => slot.live) }
}

function planRollout(view: ServiceView, slots: readonly Slot[]): ServicePlan {
  const asked = courseOf(view, slots)
  const progress = progressOf(slots, asked, view.now)
  const verdict = judge(view, asked, progress)
  // A rollout that fails in this pass takes no further step in it.
  const course = hasFailed(view, verdict) ? { ...asked, frozen: true } : asked
  const { revision, initial, frozen, held } = course
  const halted = frozen || held || isLastOfAll(view, progress) || (verdict.state === 'Stalled' && !initial)
  const hasTurn = turnsIn(view, slots, progress)
  const steps = [
    ...slots.filter((slot) => slot.live.length === 0 && hasTurn(slot)).map((slot) => fill(view, course, slot)),
    ...(frozen ? superseded(view, course, slots) : replaced(view, course, { slots, progress })),
    ...(halted ? [] : [...outrun(view, course, progress), ...advance(view, course, { slots, progress, hasTurn })]),
    ...relieved(view, course, progress),
  ]
  const actions = [...steps, ...renamed(view, course, { slots, steps })]
  return { ...verdict.result, revision, ...dueHandOvers(actions, view, verdict.result.nextAt) }
}

function hasFailed({ service: { status } }: ServiceView, { result }: Verdict): boolean {
  return result.stalledHash !== undefined && result.stalledHash !== status?.stalledHash
}

function isEnding({ service }: ServiceView): boolean {
  return service.metadata.deletionTimestamp !== undefined
}

function surplusReason({ service }: ServiceView): string {
  return `${service.spec.replicas ?? 1} replicas are wanted`
}
