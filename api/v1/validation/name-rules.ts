import { engineNamesOf, slotNamed, slotsOf } from './engine-names.ts'
import type { ObjectOf } from '../kinds.ts'
import { describeRef, refOf } from '../metadata.ts'
import { keyOf } from '../names.ts'
import type { SetError } from './set-error.ts'

/** Objects that are declared twice, or that come to one name on an engine. The error is on the later one. */
export function nameRules(objects: readonly ObjectOf[]): SetError[] {
  return [...twins(objects), ...engineNameRules(objects)]
}

function twins(objects: readonly ObjectOf[]): SetError[] {
  const seen = new Set<string>()
  return objects.flatMap((object): SetError[] => {
    const id = `${object.kind} ${keyOf(object)}`
    const isTwin = seen.has(id)
    seen.add(id)
    const ref = refOf(object)
    const message = `${describeRef(ref)} is declared twice: keep one`
    return isTwin ? [{ object: ref, other: ref, path: ['metadata', 'name'], message, value: ref.name }] : []
  })
}

function engineNameRules(objects: readonly ObjectOf[]): SetError[] {
  const owners = new Map<string, ObjectOf>()
  const direct = objects.flatMap((object) =>
    engineNamesOf(object).flatMap(({ space, name, path }): SetError[] => {
      const other = owners.get(`${space} ${name}`)
      owners.set(`${space} ${name}`, other ?? object)
      if (!other || (other.kind === object.kind && keyOf(other) === keyOf(object))) return []
      return [clash(object, other, { path, name: `the ${space} name ${name}` })]
    }),
  )
  return [...direct, ...objects.flatMap((object) => laterSlotRule(object, owners))]
}

/** A containerName that is the second or a later slot of another service; the first slot was compared already. */
function laterSlotRule(object: ObjectOf, owners: ReadonlyMap<string, ObjectOf>): SetError[] {
  const name = object.kind === 'Service' ? object.spec.containerName : undefined
  const named = name === undefined ? undefined : slotNamed(name)
  const other = named && owners.get(`container ${named.first}`)
  if (!named || named.slot === 1 || other?.kind !== 'Service' || named.slot > slotsOf(other)) return []
  return [clash(object, other, { path: ['spec', 'containerName'], name: `the container name ${name}` })]
}

function clash(object: ObjectOf, other: ObjectOf, at: { path: readonly (string | number)[]; name: string }): SetError {
  const message = `comes to ${at.name}, as ${describeRef(refOf(other))} does: rename one of them`
  return { object: refOf(object), other: refOf(other), path: at.path, message }
}
