import { getCondition } from '../../api/v1/conditions.ts'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { keyOf } from '../../api/v1/names.ts'
import { outOfReachReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes, taskReasons } from '../../api/v1/reasons.ts'
import { sourceReasons } from '../../api/v1/source-reasons.ts'
import type { Store } from '../../store/objects/store.ts'
import { DESIRED } from '../../store/source/acceptance/accepted.ts'
import { objectOf } from '../../store/source/acceptance/origins.ts'
import { openHolds } from '../../store/source/facts/hold-facts.ts'
import type { Problem } from '../../store/source/facts/problem-facts.ts'
import { objectState } from '../status/standing.ts'
import { type Failure, keyOfFailure, type Present } from './plan.ts'

/** Kinds that are notified. Tasks are not, as their services report how they do. */
export const NOTICED: readonly Kind[] = ['Node', 'Network', 'Volume', 'Secret', 'Config', 'Service']

/** The present failures: objects, holds and unusable files. */
export function presentIn(store: Store): Present {
  const failures = new Map<string, Failure>()
  const add = (failure: Failure) => failures.set(keyOfFailure(failure), failure)
  for (const kind of NOTICED)
    for (const object of store.list(kind).values()) {
      const failure = failureOf(object)
      if (failure) add(failure)
    }
  for (const { id, root, reason, message } of openHolds(store)) add({ object: rootName(root), reason, message, id })
  for (const [root, fact] of store.facts('problem'))
    for (const failure of brokenFiles(root, fact as unknown as readonly Problem[])) add(failure)
  return { failures, isWell: (object) => isWell(store, object) }
}

/** Reasons of a failing object between two attempts; a lasting failure has CrashLoop instead. */
const PASSING: ReadonlySet<string> = new Set([taskReasons.backOff])

function failureOf(object: ObjectOf): Failure | undefined {
  const ready = getCondition(object.status?.conditions, conditionTypes.ready)
  const { reason = '', message = '' } = ready ?? {}
  const state = objectState(object)
  const isFailed = state === 'Failed' || state === 'ApprovalNeeded' || outOfReachReasons.has(reason)
  if (!isFailed || PASSING.has(reason)) return undefined
  return { object: `${object.kind}/${keyOf(object)}`, reason, message }
}

/** Reasons that are no fault of a file: git is at work, or it is reported elsewhere. */
const NO_FAULT: ReadonlySet<string> = new Set([sourceReasons.checkoutInProgress, sourceReasons.deletionHeldBack])
const MOST_FILES = 3

/** One failure per reason for all files of a directory, as they are usually corrected together. */
function brokenFiles(root: string, problems: readonly Problem[]): readonly Failure[] {
  const reasons = [...new Set(problems.map(({ reason }) => reason))].filter((reason) => !NO_FAULT.has(reason))
  return reasons.map((reason) => {
    const messages = problems.filter((each) => each.reason === reason).map((each) => each.message)
    const more = messages.length - MOST_FILES
    const shown = messages.slice(0, MOST_FILES).join('; ')
    return { object: root, reason, message: more > 0 ? `${shown}; and ${more} more` : shown }
  })
}

function isWell(store: Store, id: string): boolean {
  // A directory has no state besides its failures.
  const object = objectOf(store, id)
  return !object || objectState(object) === 'Ready'
}

function rootName(root: string): string {
  return root === DESIRED ? 'what was applied' : root
}
