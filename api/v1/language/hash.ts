import { createHash } from 'node:crypto'
import type { V1TaskTemplate } from '../generated/types.ts'

/** JSON with sorted keys: equal values give equal text, whatever order they were written in. undefined counts as absent. */
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

/** The name of a revision: the hash of its template. Two services with equal templates have equal ones. */
export function revisionHash(template: V1TaskTemplate): string {
  return stableHash(template, 10)
}

/** What makes a task that task and no other. */
export interface TaskIdentity {
  readonly stack: string
  readonly service: string
  /** Deletions of a service of this name before, from 0. */
  readonly incarnation: number
  readonly slot: number
  readonly revision: string
  /** Tasks of this slot and revision before, from 0. */
  readonly attempt: number
}

/** The name of a task, `web-1-0f3a9c21`: the same on every machine that decides the same, so that a crash makes no second one. */
export function taskName({ stack, service, incarnation, slot, revision, attempt }: TaskIdentity): string {
  return `${service}-${slot}-${stableHash([stack, service, incarnation, slot, revision, attempt], 8)}`
}
