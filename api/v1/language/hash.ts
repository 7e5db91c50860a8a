import { createHash } from 'node:crypto'
import type { V1TaskTemplate } from '../generated/types.ts'

/** JSON with sorted keys, so that equal values give equal text. Members that are undefined count as absent. */
export function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => stableJson(item)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${stableJson(inner)}`).join(',')}}`
}

/** SHA-256 of the stable JSON, in hex, cut to `length` characters (at most 64). */
export function stableHash(value: unknown, length = 16): string {
  return createHash('sha256').update(stableJson(value)).digest('hex').slice(0, length)
}

/** The hash of a template, which names its revision. Equal templates have equal hashes, even in different services. */
export function revisionHash(template: V1TaskTemplate): string {
  return stableHash(template, 10)
}

/** Everything that identifies a task. */
export interface TaskIdentity {
  readonly stack: string
  readonly service: string
  /** How many services of this name were deleted before, from 0. */
  readonly incarnation: number
  readonly slot: number
  readonly revision: string
  /** How many tasks of this slot and revision there were before, from 0. */
  readonly attempt: number
  /** The restart that it was made for, where a host that was not seen yet may have a container of a task with all else the same. */
  readonly restart?: string | undefined
}

/**
 * The name of a task, such as `web-1-0f3a9c21`. It is deterministic, so that a retry after a crash finds the same task and creates no
 * second one.
 */
export function taskName({ stack, service, incarnation, slot, revision, attempt, restart }: TaskIdentity): string {
  const parts = [stack, service, incarnation, slot, revision, attempt, ...(restart === undefined ? [] : [restart])]
  return `${service}-${slot}-${stableHash(parts, 8)}`
}
