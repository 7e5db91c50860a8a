import type { SwarmFields } from '../../api/v1/swarm-stack.ts'
import { type Findings, isNothing } from './found.ts'

/** Reads the fields of a swarm object and tracks which were taken. `end` refuses the others by name, so that no field is lost silently. */
export interface Reading {
  /** The object and path in words, such as `service shop_web, TaskTemplate.ContainerSpec`. */
  readonly where: string
  take(field: string): unknown
  text(field: string): string | undefined
  /** Undefined for 0, which the swarm uses for none. */
  number(field: string): number | undefined
  /** Nanoseconds as seconds; undefined for 0. */
  seconds(field: string): number | undefined
  flag(field: string): true | undefined
  texts(field: string): string[]
  map(field: string): Record<string, string>
  /** A reading of the fields below a field. */
  below(field: string): Reading
  list(field: string): readonly Reading[]
  /** The value of a field, without taking it. */
  peek(field: string): unknown
  has(field: string): boolean
  /** Refuses all fields that were not taken, here and in the readings below. */
  end(): void
}

/** Creates a reading of a swarm object. */
export function reading(value: unknown, where: string, findings: Findings): Reading {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as SwarmFields
  const left = new Set(Object.keys(fields).filter((field) => !isNothing(fields[field])))
  const inside = new Map<string, Reading>()
  const take = (field: string) => {
    left.delete(field)
    return fields[field]
  }
  const enter = (value: unknown, at: string) => {
    const made = inside.get(at) ?? reading(value, at, findings)
    inside.set(at, made)
    return made
  }
  const number = (field: string) => {
    const taken = take(field)
    return typeof taken === 'number' && taken !== 0 ? taken : undefined
  }
  return {
    ...{ where, take, number },
    text(field) {
      const taken = take(field)
      return typeof taken === 'string' && taken !== '' ? taken : undefined
    },
    seconds(field) {
      const ns = number(field)
      return ns === undefined ? undefined : ns / 1e9
    },
    flag: (field) => (take(field) === true ? true : undefined),
    texts: (field) => listOf(take(field)).filter((each) => typeof each === 'string'),
    map: (field) => mapOf(take(field)),
    below: (field) => enter(take(field), `${where}${where.includes(', ') ? '.' : ', '}${field}`),
    list: (field) => listOf(take(field)).map((each, at) => enter(each, `${where}.${field}[${at}]`)),
    peek: (field) => fields[field],
    has: (field) => !isNothing(fields[field]),
    end() {
      for (const field of left)
        if (!isEmptyValue(fields[field]))
          findings.refuse(
            `${where}: ${field} has no counterpart here: take it off the service, or write the manifest by hand`,
          )
      for (const each of inside.values()) each.end()
    },
  }
}

/** Whether a field has Go's zero value, which means that it was not set. */
function isEmptyValue(value: unknown): boolean {
  return value === false || value === 0 || value === ''
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function mapOf(value: unknown): Record<string, string> {
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {})
  return Object.fromEntries(entries.map(([key, each]) => [key, String(each)]))
}
