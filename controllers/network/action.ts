import type { V1Maker } from '../../api/v1/generated/types.ts'
import { holdReasons } from '../../api/v1/reasons.ts'

/** What is done about a network on one host, or why nothing is. */
export type NetworkAction =
  | { readonly do: 'create'; readonly node: string; readonly because: string }
  | NetworkRemoval
  | NetworkHold
  | NetworkStay

/** Nothing can be done before somebody or something else has changed. */
export interface NetworkHold {
  readonly do: 'hold'
  readonly node: string
  readonly reason: string
  readonly because: string
  /** Who made the network that has its name. */
  readonly maker?: V1Maker
}

/** It is there, and stays. */
interface NetworkStay {
  readonly do: 'keep' | 'adopt'
  readonly node: string
  readonly id: string
  readonly because: string
  /** Whether it stays only because others use it, and goes when they have gone. */
  readonly forOthers?: true
  /** Whether it has a name that was declared before. */
  readonly former?: true
}

/** It goes. */
export interface NetworkRemoval {
  readonly do: 'remove'
  readonly node: string
  readonly id: string
  readonly because: string
  /** Whether it is a duplicate: another network of its name stays. */
  readonly surplus?: true
  /** Whether it has a name that was declared before. */
  readonly former?: true
}

/** A hold for a reason, in words. */
export function hold(node: string, reason: string, because: string): NetworkHold {
  return { do: 'hold', node, reason, because }
}

/** The hold of a deletion by the tasks that use the network. */
export function heldByTasks(node: string, users: number): NetworkAction {
  return hold(node, holdReasons.inUse, `it is deleted, but ${users === 1 ? '1 task is' : `${users} tasks are`} in it`)
}
