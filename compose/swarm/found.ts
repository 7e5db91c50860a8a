import type { ObjectOf } from '../../api/v1/kinds.ts'

/** What a stack of a swarm comes to here. */
export interface Conversion {
  /** Each with its kind; services last. */
  readonly objects: readonly ObjectOf[]
  /** What is otherwise here, or must be done first. */
  readonly notes: readonly string[]
  /** What can't be said here: each names its service and field, and what to do. */
  readonly refusals: readonly string[]
  /** The services of which something was refused, by their names here. */
  readonly refused: ReadonlySet<string>
}

/** Where what is converted is gathered. */
export interface Findings {
  note(text: string): void
  refuse(text: string): void
}

/** A stack's own name of what the swarm calls STACK_NAME. */
export function ownName(name: string, stack: string): string {
  return name.startsWith(`${stack}_`) && name.length > stack.length + 1 ? name.slice(stack.length + 1) : name
}

/** Labels without those by which the swarm's command line knows its stacks: `docker stack rm` would take what has them. */
export function withoutStackLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !key.startsWith('com.docker.stack.')))
}

/** An object without the fields that say nothing: undefined, empty lists and maps. */
export function said<T extends object>(fields: T): Said<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isNothing(value))) as Said<T>
}

type Said<T> = { -readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** Whether a field of the swarm says nothing. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}
