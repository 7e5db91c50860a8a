import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import type { Store } from '../../../store/objects/store.ts'
import { type Accepted, DESIRED } from '../../../store/source/acceptance/accepted.ts'
import { objectOf, originIn } from '../../../store/source/acceptance/origins.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import { lookRemedy } from '../../failure-remedy.ts'
import { yamlText } from '../../output/yaml-text.ts'
import { keepChanges, type WrittenText } from '../desired.ts'
import { resolvedImages } from '../images/resolved-images.ts'
import { type Core, desiredDirectory } from '../open/core.ts'

/**
 * Saves in desired/ what commands changed of applied objects, so that a restored state matches what runs. The change itself is already
 * done: failures to save it, as on a full disk, are returned as warnings.
 */
export function keepChanged(
  { home, store }: Pick<Core, 'home' | 'store'>,
  ids: readonly ResourceId[],
): readonly string[] {
  const dir = desiredDirectory(home)
  const stackOf = (id: ResourceId) =>
    originIn(store, id)?.root === DESIRED ? objectOf(store, id)?.metadata.namespace : undefined
  return [...groupBy(ids, stackOf)].flatMap(([stack, own]) => {
    if (stack === undefined) return []
    const changes = { stack, ids: own, written: changedSince(store, own), images: resolvedImages(store, stack) }
    try {
      keepChanges(dir, changes)
      return []
    } catch (error) {
      return [unkeptWords(`${dir}/${stack}`, error)]
    }
  })
}

function unkeptWords(place: string, error: unknown): string {
  return `it is done, and was not kept in ${place}, by which a lost state is made again: ${errorText(error)}. next: ${lookRemedy(error)}; until its files are applied again, a lost state comes back without this change`
}

/** Of these, the objects that differ from their last apply or were never applied, with their present manifests. */
export function changedSince(store: Store, ids: readonly ResourceId[]): readonly WrittenText[] {
  return ids.flatMap((id) => {
    const [object, origin] = [objectOf(store, id), originIn(store, id)]
    if (!object || !origin || isBeingDeleted(object)) return []
    return origin.written || isChanged({ object, ...origin }) ? [{ id, text: manifestOf(object) }] : []
  })
}

interface Changing extends Pick<Accepted, 'object'> {
  readonly applied?: Accepted['applied'] | undefined
}

/** Whether a command or the API changed an object since it was applied. */
export function isChanged({ object, applied }: Changing): boolean {
  if (applied === undefined) return false
  return stableJson(withDefaults({ ...object, spec: applied } as ObjectOf).spec) !== stableJson(object.spec)
}

/** The manifest of an object's declared part, with the annotations that commands set. */
export function manifestOf({ apiVersion, kind, metadata, ...rest }: ObjectOf): string {
  const own = ownOf(metadata)
  const declared = {
    ...pick(metadata, ['name', 'namespace', 'labels']),
    ...(Object.keys(own).length > 0 ? { annotations: own } : {}),
  }
  return `${yamlText({ apiVersion, kind, metadata: declared, spec: 'spec' in rest ? rest.spec : {} })}\n`
}

/** Annotations that commands set on a service and that the next apply takes into account. */
export const NOTES: readonly string[] = [annotations.scaled, annotations.undone, annotations.alone]
const OURS: ReadonlySet<string> = new Set(Object.values(annotations))

function ownOf({ annotations: all = {} }: ObjectOf['metadata']): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(all).filter(([name]) => NOTES.includes(name) || !OURS.has(name)))
}
