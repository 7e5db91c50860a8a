import type { V1Service } from './generated/types.ts'
import { refOf } from './metadata.ts'
import { keyFor, keyOf } from './names.ts'
import { referencesOf } from './references.ts'
import type { SetError } from './set-error.ts'

/** Circles of services that wait for each other: by dependsOn, a shared namespace, links or volumesFrom. One error per circle. */
export function cycleRules(services: readonly V1Service[]): SetError[] {
  const byKey = new Map(services.map((service) => [keyOf(service), service]))
  const stuck = neverStarting(byKey)
  const errors: SetError[] = []
  for (const start of [...stuck]) {
    if (!stuck.has(start)) continue
    const circle = circleFrom(start, byKey, stuck)
    for (const key of [start, ...circle]) stuck.delete(key)
    const first = byKey.get(circle[0] ?? '')
    const second = byKey.get(circle[1] ?? circle[0] ?? '')
    if (first && second) errors.push(describeCircle(first, second, circle))
  }
  return errors
}

/** The services that are left when those whose dependencies can all start are taken away, again and again (Kahn). */
function neverStarting(byKey: ReadonlyMap<string, V1Service>): Set<string> {
  const waitsFor = new Map([...byKey].map(([key, service]) => [key, new Set(dependenciesOf(service, byKey))]))
  const waitedFor = invert(waitsFor)
  const ready = [...waitsFor].filter(([, others]) => others.size === 0).map(([key]) => key)
  for (let key = ready.pop(); key !== undefined; key = ready.pop()) {
    for (const waiting of waitedFor.get(key) ?? []) {
      const left = waitsFor.get(waiting)
      if (left?.delete(key) && left.size === 0) ready.push(waiting)
    }
    waitsFor.delete(key)
  }
  return new Set(waitsFor.keys())
}

function invert(waitsFor: ReadonlyMap<string, ReadonlySet<string>>): Map<string, string[]> {
  const waitedFor = new Map<string, string[]>([...waitsFor.keys()].map((key) => [key, []]))
  for (const [key, others] of waitsFor) for (const other of others) waitedFor.get(other)?.push(key)
  return waitedFor
}

/** Each stuck service waits for a stuck one: following them comes round. What only leads to the circle is not part of it. */
function circleFrom(start: string, byKey: ReadonlyMap<string, V1Service>, stuck: ReadonlySet<string>): string[] {
  const trail: string[] = []
  const places = new Map<string, number>()
  for (let key: string | undefined = start; key !== undefined; ) {
    const place = places.get(key)
    if (place !== undefined) return trail.slice(place)
    places.set(key, trail.length)
    trail.push(key)
    const service: V1Service | undefined = byKey.get(key)
    key = service && dependenciesOf(service, byKey).find((other) => stuck.has(other))
  }
  return [] // led to a circle that was said already
}

function dependenciesOf(service: V1Service, byKey: ReadonlyMap<string, V1Service>): string[] {
  const optional = (service.spec.dependsOn ?? []).map((dependency) => dependency.service)
  const named = referencesOf(service).filter(({ kind }) => kind === 'Service')
  return [...optional, ...named.map(({ name }) => name)]
    .map((name) => keyFor(service.metadata.namespace, name))
    .filter((key) => byKey.has(key))
}

function describeCircle(first: V1Service, second: V1Service, circle: string[]): SetError {
  const names = [...circle, circle[0]].map((key) => key?.split('/').at(-1)).join(' → ')
  const index = first.spec.dependsOn?.findIndex(({ service }) => service === second.metadata.name) ?? -1
  const path = index < 0 ? ['spec'] : ['spec', 'dependsOn', index, 'service']
  return {
    object: refOf(first),
    other: refOf(second),
    path,
    message: `wait for each other in a circle (${names}): take one dependency away`,
  }
}
