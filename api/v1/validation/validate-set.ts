import { addressRules } from './address-rules.ts'
import { cycleRules } from './cycle-rules.ts'
import { endlessRules } from './endless-rules.ts'
import type { V1Service } from '../generated/types.ts'
import type { ObjectOf } from '../kinds.ts'
import { describeRef, type ObjectRef, refOf } from '../metadata.ts'
import { nameRules } from './name-rules.ts'
import { keyFor, keyOf } from '../names.ts'
import { nearest } from './nearest.ts'
import { isOneHost } from '../one-host.ts'
import { portRules } from './port-rules.ts'
import { type Reference, referencesOf } from '../references.ts'
import type { SetError } from './set-error.ts'
import { turnsOf } from '../turns.ts'
import { withSuggestion } from './validation-error.ts'

/** How many names are searched for a suggestion. */
const MOST_SIBLINGS = 200
/** How many errors get a suggestion: more help nobody, and each search takes time (S12). */
const MOST_SUGGESTIONS = 50

/** Errors between objects, given everything that is declared. Includes the rules that need the number of nodes. */
export function validateSet(objects: readonly ObjectOf[]): SetError[] {
  const turnOf = isOneHost(objects) ? turnsOf(objects) : undefined
  return [...validateStacks(objects), ...(turnOf ? portRules(objects, turnOf) : []), ...addressRules(objects, turnOf)]
}

/**
 * Errors between objects of stacks: equal names on the engine, undeclared references, dependency cycles, and waits for a completion that
 * never comes. Takes objects that passed validateObject; those of namespaced kinds must have a namespace.
 */
export function validateStacks(objects: readonly ObjectOf[]): SetError[] {
  const services = servicesOf(objects)
  return [...nameRules(objects), ...undeclaredNames(objects), ...cycleRules(services), ...endlessRules(services)]
}

/** Errors for references to undeclared objects. Uses only names, so that the objects may be invalid otherwise. */
export function undeclaredNames(objects: readonly ObjectOf[]): SetError[] {
  const declared = new Map(objects.map((object) => [`${object.kind} ${keyOf(object)}`, object]))
  return servicesOf([...declared.values()])
    .flatMap((service) => missingOf(service, declared))
    .map(({ service, reference: { kind, name, path } }, index) => {
      const { namespace } = service.metadata
      const missing: ObjectRef = namespace === undefined ? { kind, name } : { kind, namespace, name }
      const message = `names ${describeRef(missing)}, which is not declared`
      const suggestion = index < MOST_SUGGESTIONS ? nearest(name, siblings(kind, service, declared)) : undefined
      return withSuggestion({ object: refOf(service), other: missing, path, message, value: name }, suggestion)
    })
}

function servicesOf(objects: readonly ObjectOf[]): V1Service[] {
  return objects.filter((object): object is V1Service => object.kind === 'Service')
}

interface Missing {
  readonly service: V1Service
  readonly reference: Reference
}

function missingOf(service: V1Service, declared: ReadonlyMap<string, ObjectOf>): Missing[] {
  const { namespace } = service.metadata
  return referencesOf(service)
    .filter(({ kind, name }) => !declared.has(`${kind} ${keyFor(namespace, name)}`))
    .map((reference) => ({ service, reference }))
}

function siblings(kind: Reference['kind'], service: V1Service, declared: ReadonlyMap<string, ObjectOf>): string[] {
  return [...declared.values()]
    .filter((object) => object.kind === kind && object.metadata.namespace === service.metadata.namespace)
    .slice(0, MOST_SIBLINGS)
    .map((object) => object.metadata.name)
}
