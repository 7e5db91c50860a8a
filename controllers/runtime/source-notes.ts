import { filter, type Observable } from 'rxjs'
import type { V1Condition } from '../../api/v1/generated/types.ts'
import { replaceCondition } from '../../api/v1/conditions.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { FactFamily, Store } from '../../store/objects/store.ts'
import type { Hold } from '../../store/source/facts/hold.ts'
import { allHolds, approvedDeletions, openHolds } from '../../store/source/facts/hold-facts.ts'
import { allPending, type Pending } from '../../store/source/facts/pending-facts.ts'
import { allProblems, type Problem } from '../../store/source/facts/problem-facts.ts'
import { type ResourceId, stacksOf } from '../../store/source/reading/reading.ts'

/**
 * What the manifests declare but is not accepted yet: changes that wait for approval (`holds`), deletions that wait for their time
 * (`pending`), and errors (`problems`).
 */
export interface SourceNotes {
  readonly holds: readonly Hold[]
  readonly pending: readonly Pending[]
  readonly problems: readonly Problem[]
}

/** The notes on a stack and everything in it. */
export function notesOf(store: Store, stack: string): SourceNotes {
  const { holds, pending, problems } = allNotes(store)
  return {
    holds: holds.filter(({ resources }) => stacksOf(resources).includes(stack)),
    pending: pending.filter(({ resources }) => stacksOf(resources).includes(stack)),
    problems: problems.filter(({ stacks }) => stacks.includes(stack)),
  }
}

/** The notes that may concern a stack: all but those on other stacks alone. */
export function notesAbout(store: Store, stack: string): SourceNotes {
  const { holds, pending, problems } = allNotes(store)
  const mayConcern = (stacks: readonly string[]) => stacks.length === 0 || stacks.includes(stack)
  return {
    holds: holds.filter(({ resources }) => mayConcern(stacksOf(resources))),
    pending: pending.filter(({ resources }) => mayConcern(stacksOf(resources))),
    problems: problems.filter(({ stacks }) => mayConcern(stacks)),
  }
}

/** All notes, as objects outside of any stack show them. */
export function allNotes(store: Store): SourceNotes {
  return {
    holds: openHolds(store),
    pending: [...approvedDeletions(store), ...allPending(store)],
    problems: allProblems(store),
  }
}

/** The notes on one resource. */
export function notesOn({ holds, pending, problems }: SourceNotes, id: ResourceId): SourceNotes {
  return {
    holds: holds.filter(({ resources }) => resources.includes(id)),
    pending: pending.filter(({ resources }) => resources.includes(id)),
    problems: problems.filter(({ resources }) => resources.includes(id)),
  }
}

/** The stacks that have notes. */
export function stacksWithNotes(store: Store): readonly string[] {
  const held = [...allHolds(store), ...allPending(store)].flatMap(({ resources }) => stacksOf(resources))
  return [...new Set([...held, ...allProblems(store).flatMap(({ stacks }) => stacks)])]
}

const NOTED: ReadonlySet<string> = new Set<FactFamily>(['hold', 'approval', 'pending', 'problem'])

/** Emits whenever the notes may have changed. */
export function noteChanges(store: Store): Observable<unknown> {
  return store.watchFacts().pipe(filter(({ family }) => NOTED.has(family)))
}

export function hasNoNotes({ holds, pending, problems }: SourceNotes): boolean {
  return holds.length === 0 && pending.length === 0 && problems.length === 0
}

/** Sets one condition per family of notes that has any, and removes the others; `now` in milliseconds. */
export function withNotes(conditions: readonly V1Condition[], notes: SourceNotes, now: number): V1Condition[] {
  return noteConditions(notes).reduce(
    (before, [type, words]) => replaceCondition(before, { type, said: words && { status: 'True', ...words } }, now),
    conditions as V1Condition[],
  )
}

interface Words {
  readonly reason: string
  readonly message: string
}

/** The reason and message of the most urgent family of notes: approvals come before deletions, and those before problems. */
export function wordsOf(notes: SourceNotes): Words | undefined {
  return noteConditions(notes).find(([, words]) => words)?.[1]
}

function noteConditions({ holds, pending, problems }: SourceNotes): readonly (readonly [string, Words | undefined])[] {
  return [
    [conditionTypes.approvalNeeded, together(holds)],
    [conditionTypes.deletionPending, together(pending)],
    [conditionTypes.sourceFailed, together(problems)],
  ]
}

const MOST_SAID = 10

function together(notes: readonly Words[]): Words | undefined {
  const [first] = notes
  if (!first) return undefined
  const more = notes.length > MOST_SAID ? [`and ${notes.length - MOST_SAID} more, which serve's log has`] : []
  const message = [...notes.slice(0, MOST_SAID).map((note) => note.message), ...more].join('; ')
  return { reason: first.reason, message }
}
