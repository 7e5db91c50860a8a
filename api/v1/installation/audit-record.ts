import { type Caller, callerWords } from './caller.ts'

/** Who caused a change: a caller of the API, or a watched file. */
export type Actor = Caller | { readonly kind: 'file'; readonly file: string; readonly commit?: string }

/** A resource was declared or deleted, or a hold decided. */
export interface AuditedChange {
  readonly type: 'change'
  readonly by: Actor
  /** Such as `apply`; `sync` for a watched file. */
  readonly verb: string
  /** `Kind/stack/name`, the id of a hold, or a directory. */
  readonly object: string
  /** The outcome, such as `configured`. */
  readonly change: string
  /** The object's generation after the change. */
  readonly generation?: number
  /** The changed fields and the reasons, with secrets redacted. */
  readonly details?: readonly string[]
}

/** A request was refused, or failed. */
export interface AuditedRefusal {
  readonly type: 'refused'
  readonly by: Actor
  readonly verb: string
  readonly object?: string
  readonly message: string
}

/** A call to an engine that changes something. */
export interface AuditedCall {
  readonly type: 'call'
  readonly node: string
  readonly method: string
  /** With its query; ids are replaced by names. */
  readonly path: string
  /** The object that the call was made for, such as `Task/shop/web-1-6f2c9a1b`. */
  readonly object: string
  /** The loop's reason for the call. */
  readonly reason: string
  /** `ok`, or the kind of failure, such as `Conflict`. */
  readonly answer: string
  /** The engine's error message, if the call failed. */
  readonly message?: string
  /** Duration of the call, milliseconds. */
  readonly ms: number
}

/** Marks a place in the log where records were lost. */
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

/** Accepts audit records. Never throws and never blocks. */
export interface Audit {
  record(entry: AuditEntry): void
}

/** How many records are missing, in words. */
export function missingWords(count: number): string {
  return `${count === 1 ? '1 record is' : `${count} records are`} missing`
}

/** Describes an actor for people. */
export function actorWords(actor: Actor): string {
  if (actor.kind !== 'file') return callerWords(actor)
  return actor.commit === undefined ? actor.file : `${actor.file} at ${actor.commit.slice(0, 12)}`
}
