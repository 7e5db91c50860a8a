import type { ObjectOf } from '../../api/v1/kinds.ts'

/** The result of converting a stack of a swarm to manifests. */
export interface Conversion {
  /** The manifests; services last. */
  readonly objects: readonly ObjectOf[]
  /** What behaves differently after the conversion, or must be done before the move. */
  readonly notes: readonly string[]
  /** What has no counterpart here: each message names the service and field, and a remedy. */
  readonly refusals: readonly string[]
  /** The services with a refusal, by their names in the manifests. */
  readonly refused: ReadonlySet<string>
}

/** Collects the notes and refusals of a conversion. */
export interface Findings {
  note(text: string): void
  refuse(text: string): void
}

/** The name of an object within its stack: the swarm's name without the prefix STACK_. */
export function ownName(name: string, stack: string): string {
  return name.startsWith(`${stack}_`) && name.length > stack.length + 1 ? name.slice(stack.length + 1) : name
}

/** Drops the labels that mark members of a swarm's stack: `docker stack rm` would remove whatever has them. */
export function withoutStackLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !key.startsWith('com.docker.stack.')))
}

/** Drops the empty fields of an object: undefined, null, and empty lists and maps. */
export function said<T extends object>(fields: T): Said<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isNothing(value))) as Said<T>
}

type Said<T> = { -readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** Whether a field is empty: undefined, null, or an empty list or map. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}
