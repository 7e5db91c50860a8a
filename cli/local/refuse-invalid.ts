import type { V1Service } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { kindNames, kinds, type ObjectOf } from '../../api/v1/kinds.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { describeRef, isBeingDeleted, refOf } from '../../api/v1/metadata.ts'
import { serviceKeyOf } from '../../api/v1/names.ts'
import { hasEnded } from '../../api/v1/task-phase.ts'
import { validateObject } from '../../api/v1/validation/validate.ts'
import type { SetError } from '../../api/v1/validation/set-error.ts'
import { validateSet } from '../../api/v1/validation/validate-set.ts'
import { formatPath } from '../../api/v1/validation/validation-error.ts'
import { usersIndex } from '../../controllers/delivery/used.ts'
import { errorWords } from '../../store/source/reading/format-error.ts'
import { type ResourceId, resourceIdOf, resourceIdOfRef } from '../../store/source/reading/reading.ts'
import type { Core } from './open/core.ts'
import { isWatched } from './watched/file.ts'
import { heldBy } from './used-by.ts'
import { placeWords } from './watched/place.ts'

/** Validates objects that a command changes by the same rules as files. Throws only for errors that the change introduces. */
export function refuseInvalid(core: Pick<Core, 'store' | 'variable'>, changed: readonly ObjectOf[]): void {
  const { store } = core
  const fresh = new Map(changed.map((object) => [resourceIdOf(object), object]))
  const before = declaredIn(store)
  const replaced = before.filter((object) => fresh.has(resourceIdOf(object)))
  const alone = beyond(replaced.flatMap(wrongAlone), changed.flatMap(wrongAlone))
  const after = before.map((object) => fresh.get(resourceIdOf(object)) ?? object)
  const wrong = [...alone, ...newlyWrong(before, after)]
  const isInTree = wrong.some(({ object }) => isWatched(core, resourceIdOfRef(object)))
  const remedy = isInTree
    ? 'correct the file, which is taken up as it is saved, or give another value'
    : 'change the manifest and apply it'
  refuseAny(
    wrong.map((each) => `${setWords(each)}${placeWords(core, resourceIdOfRef(each.object), formatPath(each.path))}`),
    `${remedy}; nothing was changed`,
  )
}

/** Errors of one object. Those it had before do not count, as a rule may be newer than the object. */
function wrongAlone(object: ObjectOf): readonly SetError[] {
  return validateObject(declaredOf(object)).map((error) => ({ ...error, object: refOf(object) }))
}

/**
 * Throws if other declared objects refer to what is deleted: their files would become invalid. `fresh` are objects as the files declare
 * them now.
 */
export function refuseNeeded(
  { store }: Pick<Core, 'store'>,
  going: readonly ResourceId[],
  fresh: ReadonlyMap<ResourceId, ObjectOf> = new Map(),
): void {
  const now = new Map(declaredIn(store).map((object) => [resourceIdOf(object), object]))
  for (const [id, object] of fresh) now.set(id, object)
  const before = [...now.values()]
  const after = before.filter((object) => !going.includes(resourceIdOf(object)))
  const errors = newlyWrong(before, after).map(setWords)
  const told = errors.length > 0 ? [`without ${listNames(going)}, ${errors.join('; ')}`] : []
  refuseAny(told, 'change or delete what names it first; nothing was changed')
}

/**
 * Throws if services that stay use a network to be deleted, or their tasks mount a secret or config, as those of before an update may: it
 * would not go before they do, and could not be declared again before it is gone.
 */
export function refuseInUse({ store }: Pick<Core, 'store'>, going: readonly ResourceId[]): void {
  const stays = (service: ObjectOf) => !isBeingDeleted(service) && !going.includes(resourceIdOf(service))
  const networks = going.filter((id) => id.startsWith('Network/'))
  const inNetworks = [...store.list('Service').values()].filter(stays).flatMap((service) => {
    const held = new Set(heldBy(service))
    return networks.filter((id) => held.has(id)).map((id) => `${resourceIdOf(service)} is in ${id}`)
  })
  const mounting = going.flatMap((id) =>
    servicesMounting(id, store)
      .filter(stays)
      .map((service) => `${resourceIdOf(service)} mounts ${id}`),
  )
  refuseAny(
    [...inNetworks, ...mounting],
    'delete the services first, or take it out of them and let their rollouts end; nothing was changed',
  )
}

/** The services with tasks that mount a secret or config. */
function servicesMounting(id: ResourceId, store: Core['store']): readonly V1Service[] {
  const [kind, ...key] = id.split('/')
  if (kind !== 'Secret' && kind !== 'Config') return []
  const tasks = [...store.by('Task', usersIndex[kind], key.join('/')).values()].filter((task) => !hasEnded(task))
  return [...new Set(tasks.map(serviceKeyOf))].flatMap((service) => store.get('Service', service) ?? [])
}

function declaredIn(store: Core['store']): readonly ObjectOf[] {
  return kindNames
    .filter((kind) => kinds[kind].declared)
    .flatMap((kind): ObjectOf[] => [...store.list(kind).values()].filter((object) => !isBeingDeleted(object)))
}

/** Errors between objects that the change introduces. Existing ones, such as a secret deleted earlier, do not count. */
function newlyWrong(before: readonly ObjectOf[], after: readonly ObjectOf[]): readonly SetError[] {
  return beyond(validateSet(before), validateSet(after))
}

function beyond(known: readonly SetError[], found: readonly SetError[]): readonly SetError[] {
  const all = new Set(known.map(setWords))
  return found.filter((error) => !all.has(setWords(error)))
}

function refuseAny(errors: readonly string[], remedy: string): void {
  if (errors.length > 0) throw new InstallationError(exits.usage, errors.join('; '), { remedy })
}

function declaredOf({ apiVersion, kind, metadata, spec }: ObjectOf): object {
  const { namespace, name } = metadata
  return { apiVersion, kind, metadata: namespace === undefined ? { name } : { namespace, name }, spec }
}

function setWords(error: SetError): string {
  return `${describeRef(error.object)}: ${formatPath(error.path)}: ${errorWords(error)}`
}
