import { type EngineName, engineNamesOf, slotNamed, slotsOf } from './engine-names.ts'
import type { ObjectOf } from '../kinds.ts'
import { describeRef, refOf } from '../metadata.ts'
import { keyOf } from '../names.ts'
import type { SetError } from './set-error.ts'

/** Errors for objects that are declared twice, or that take the same name on an engine. The error is on the later one. */
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
      return [clash(object, other, { path, name: `the ${space} name ${name}`, remedy: remedies[space] })]
    }),
  )
  return [...direct, ...objects.flatMap((object) => laterSlotRule(object, owners))]
}

/** Errors for a containerName that is the second or a later slot of another service. Names of first slots were compared before. */
function laterSlotRule(object: ObjectOf, owners: ReadonlyMap<string, ObjectOf>): SetError[] {
  const name = object.kind === 'Service' ? object.spec.containerName : undefined
  const named = name === undefined ? undefined : slotNamed(name)
  const other = named && owners.get(`container ${named.first}`)
  if (!named || named.slot === 1 || other?.kind !== 'Service' || named.slot > slotsOf(other)) return []
  return [clash(object, other, { path: ['spec', 'containerName'], name: `the container name ${name}` })]
}

/**
 * The remedy by name space, for objects that may be meant to be the same: a new name would create a second one, and an empty one for a
 * volume.
 */
const remedies: Partial<Record<EngineName['space'], string>> = {
  volume:
    'to have both use one, with its data, say `external: true` in one of them; renamed, it is another one, and empty',
  network: 'to have both use one, say `external: true` in one of them; renamed, it is another one',
}

interface At {
  readonly path: readonly (string | number)[]
  readonly name: string
  /** Absent: to rename one of them. */
  readonly remedy?: string | undefined
}

function clash(object: ObjectOf, other: ObjectOf, { path, name, remedy = 'rename one of them' }: At): SetError {
  const message = `comes to ${name}, as ${describeRef(refOf(other))} does: ${remedy}`
  return { object: refOf(object), other: refOf(other), path, message }
}
