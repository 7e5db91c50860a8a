import type { V1Service } from '../generated/types.ts'
import { refOf } from '../metadata.ts'
import { keyFor, keyOf } from '../names.ts'
import { referencesOf } from '../references.ts'
import type { SetError } from './set-error.ts'

/** Errors for dependency cycles of services, by dependsOn, shared namespaces, links or volumesFrom; one per cycle. */
export function cycleRules(services: readonly V1Service[]): SetError[] {
  const byKey = new Map(services.map((service) => [keyOf(service), service]))
  return [...circlesOf(byKey)].flatMap((circle) => {
    const first = byKey.get(circle[0] ?? '')
    const second = byKey.get(circle[1] ?? circle[0] ?? '')
    return first && second ? describeCircle(first, second, circle) : []
  })
}

/** The services that remain once all that can start are removed, repeatedly (Kahn's algorithm). */
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

/**
 * Yields the dependency cycles. Each stuck service depends on a stuck one, so that following these dependencies leads into a cycle. The
 * cycle's services are then released, and the search goes on from the trail before them. Services that only lead to a cycle are in none.
 */
function* circlesOf(byKey: ReadonlyMap<string, V1Service>): Generator<readonly string[]> {
  const stuck = neverStarting(byKey)
  for (const start of stuck) {
    const trail = [start]
    const places = new Map([[start, 0]])
    for (let last = trail.at(-1); last !== undefined; last = trail.at(-1)) {
      const service = byKey.get(last)
      const next = service && dependenciesOf(service, byKey).find((other) => stuck.has(other))
      const place = next === undefined ? trail.length - 1 : places.get(next)
      if (next !== undefined && place === undefined) {
        places.set(next, trail.push(next) - 1)
        continue
      }
      const over = trail.splice(place ?? 0)
      for (const key of over) {
        stuck.delete(key)
        places.delete(key)
      }
      if (next !== undefined) yield over
    }
  }
}

function dependenciesOf(service: V1Service, byKey: ReadonlyMap<string, V1Service>): string[] {
  const optional = (service.spec.dependsOn ?? []).map((dependency) => dependency.service)
  const named = referencesOf(service).filter(({ kind }) => kind === 'Service')
  return [...optional, ...named.map(({ name }) => name)]
    .map((name) => keyFor(service.metadata.namespace, name))
    .filter((key) => byKey.has(key))
}

function describeCircle(first: V1Service, second: V1Service, circle: readonly string[]): SetError {
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
