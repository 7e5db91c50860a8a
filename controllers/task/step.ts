import type { V1Maker, V1Task } from '../../api/v1/generated/types.ts'
import type { Need, TaskView } from './view.ts'

export type TaskPhase = NonNullable<NonNullable<V1Task['status']>['phase']>

/** The next step of a task. After it, everything is observed anew. */
export type TaskStep =
  /** With `periodic`, nothing is under way until then. */
  | { readonly do: 'wait'; readonly afterMs?: number; readonly periodic?: true }
  /** Concerns the task's image, or `mounted`. */
  | { readonly do: 'inspectImage' | 'pull'; readonly mounted?: string }
  | { readonly do: 'build' }
  /** `starts`: also starts it, as there is nothing to wait for in between. */
  | { readonly do: 'create'; readonly name: string; readonly starts: boolean }
  | { readonly do: 'start' | 'unpause' | 'postStart' | 'update' | 'restart'; readonly id: string }
  /** `toRecreate`: another container is created in its place. */
  | { readonly do: 'remove'; readonly id: string; readonly toRecreate?: true }
  | { readonly do: 'stop'; readonly id: string }
  /** Of a container on another node. */
  | { readonly do: 'removeCopy'; readonly id: string; readonly node: string }
  | { readonly do: 'connect' | 'disconnect'; readonly id: string; readonly network: string }
  | { readonly do: 'rename'; readonly id: string; readonly name: string }
  | { readonly do: 'recreate'; readonly id: string; readonly field: string }
  | { readonly do: 'finish'; readonly phase: 'Completed' | 'Failed'; readonly exitCode: number }
  | { readonly do: 'forget' }

/** The next step, and the task's state until it is done. The message is the text that plan, describe and events print. */
export interface TaskPlan {
  readonly step: TaskStep
  readonly phase: TaskPhase
  readonly reason: string
  readonly message: string
  /** Who made the object that it waits for. */
  readonly maker?: V1Maker
}

/** The node that a step acts on, if it is not the task's own. */
export function nodeOf(step: TaskStep): string | undefined {
  return 'node' in step ? step.node : undefined
}

export function step(next: TaskStep, phase: TaskPhase, { reason, message, maker }: Need): TaskPlan {
  return { step: next, phase, reason, message, ...(maker ? { maker } : {}) }
}

/** A plan that waits for a need: until the need ends by itself, or else until the retry that an earlier failure has scheduled. */
export function holds(view: TaskView, phase: TaskPhase, need: Need): TaskPlan {
  if (need.until !== undefined)
    return step({ do: 'wait', afterMs: Math.max(0, need.until - view.now), periodic: true }, phase, need)
  const retryAt = view.task.status?.nextRetryAt
  const afterMs = retryAt ? Math.max(0, Date.parse(retryAt) - view.now) : 0
  return step(afterMs > 0 ? { do: 'wait', afterMs } : { do: 'wait' }, phase, need)
}
