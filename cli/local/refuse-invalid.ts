import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { kindNames, kinds, type Kind, type ObjectOf } from '../../api/v1/kinds.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { describeRef, isBeingDeleted, refOf } from '../../api/v1/metadata.ts'
import { validateObject } from '../../api/v1/validation/validate.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { SetError } from '../../api/v1/validation/set-error.ts'
import { validateSet } from '../../api/v1/validation/validate-set.ts'
import { formatPath } from '../../api/v1/validation/validation-error.ts'
import { errorWords } from '../../store/source/reading/format-error.ts'
import { type ResourceId, resourceIdOf } from '../../store/source/reading/reading.ts'
import type { Core } from './open/core.ts'
import { isWatched } from './watched/file.ts'
import { heldBy } from './used-by.ts'
import { placeWords } from './watched/place.ts'

/** What a command changes keeps every rule of what is declared: what no file may say, no command may either. */
export function refuseInvalid(core: Pick<Core, 'store' | 'variable'>, changed: readonly ObjectOf[]): void {
  const { store } = core
  const fresh = new Map(changed.map((object) => [resourceIdOf(object), object]))
  const before = declaredIn(store)
  const replaced = before.filter((object) => fresh.has(resourceIdOf(object)))
  const alone = beyond(replaced.flatMap(wrongAlone), changed.flatMap(wrongAlone))
  const after = before.map((object) => fresh.get(resourceIdOf(object)) ?? object)
  const wrong = [...alone, ...newlyWrong(before, after)]
  const isInTree = wrong.some(({ object }) => isWatched(core, idOf(object)))
  const remedy = isInTree
    ? 'correct the file, which is taken up as it is saved, or give another value'
    : 'change the manifest and apply it'
  refuseAny(
    wrong.map((each) => `${setWords(each)}${placeWords(core, idOf(each.object), formatPath(each.path))}`),
    `${remedy}; nothing was changed`,
  )
}

function idOf({ kind, namespace, name }: SetError['object']): ResourceId {
  return `${kind as Kind}/${keyFor(namespace, name)}`
}

/** What was accepted before a rule came is not held against what is changed beside it. */
function wrongAlone(object: ObjectOf): readonly SetError[] {
  return validateObject(declaredOf(object)).map((error) => ({ ...error, object: refOf(object) }))
}

/** What others need is not taken out of the files that they are in: these would not be valid any more. `fresh`: what files declare by now. */
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

/** A network goes when nobody is in it: one of services that stay would never go. */
export function refuseInUse({ store }: Pick<Core, 'store'>, going: readonly ResourceId[]): void {
  const errors = [...store.list('Service').values()].flatMap((service) => {
    if (isBeingDeleted(service) || going.includes(resourceIdOf(service))) return []
    const networks = heldBy(service).filter((id) => id.startsWith('Network/') && going.includes(id))
    return [...new Set(networks)].map((id) => `${resourceIdOf(service)} is in ${id}`)
  })
  refuseAny(errors, 'delete the services first, or take the network out of them; nothing was changed')
}

function declaredIn(store: Core['store']): readonly ObjectOf[] {
  return kindNames
    .filter((kind) => kinds[kind].declared)
    .flatMap((kind): ObjectOf[] => [...store.list(kind).values()].filter((object) => !isBeingDeleted(object)))
}

/** What was wrong between objects before, such as a secret that was deleted since, is not the doing of this command. */
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
