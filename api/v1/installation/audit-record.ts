import { type Caller, callerWords } from './caller.ts'

/** Who changed something: somebody who asked for it, or a watched file as it was read. */
export type Actor = Caller | { readonly kind: 'file'; readonly file: string; readonly commit?: string }

/** What was declared, deleted or decided. */
export interface AuditedChange {
  readonly type: 'change'
  readonly by: Actor
  /** As `apply`; `sync` of a watched file. */
  readonly verb: string
  /** `Kind/stack/name`; the id of a hold, a directory. */
  readonly object: string
  /** What became of it, as `configured`. */
  readonly change: string
  /** Its generation with that change. */
  readonly generation?: number
  /** What changed, field by field, and why; secrets hidden. */
  readonly details?: readonly string[]
}

/** What was asked for and refused, or failed. */
export interface AuditedRefusal {
  readonly type: 'refused'
  readonly by: Actor
  readonly verb: string
  readonly object?: string
  readonly message: string
}

/** One call to an engine that writes. */
export interface AuditedCall {
  readonly type: 'call'
  readonly node: string
  readonly method: string
  /** With its query; names in place of ids. */
  readonly path: string
  /** What it was for, as `Task/shop/web-1-6f2c9a1b`. */
  readonly object: string
  /** Why, in the loop's words. */
  readonly reason: string
  /** `ok`, or the kind of failure, as `Conflict`. */
  readonly answer: string
  /** The engine's words, where it failed. */
  readonly message?: string
  /** From the call to its answer, milliseconds. */
  readonly ms: number
}

/** Says that records are missing here. */
export interface AuditedLoss {
  readonly type: 'lost'
  readonly count: number
  readonly message: string
}

export type AuditEntry = AuditedChange | AuditedRefusal | AuditedCall | AuditedLoss

/** One line of the audit log. */
export type AuditRecord = AuditEntry & {
  /** RFC 3339, UTC. */
  readonly time: string
}

/** Takes what is to be recorded; never fails, and never waits. */
export interface Audit {
  record(entry: AuditEntry): void
}

/** Who it was, for people. */
export function actorWords(actor: Actor): string {
  if (actor.kind !== 'file') return callerWords(actor)
  return actor.commit === undefined ? actor.file : `${actor.file} at ${actor.commit.slice(0, 12)}`
}
