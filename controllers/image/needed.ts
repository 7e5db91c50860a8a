import { readResolution } from '../../api/v1/pinned-image.ts'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { annotations } from '../../api/v1/labels.ts'
import { keyOf } from '../../api/v1/names.ts'
import { mountedImages } from '../../api/v1/template-refs.ts'
import { knownName, parseImageReference } from '../../api/v1/image-reference.ts'
import type { Store } from '../../store/objects/store.ts'
import { buildTag } from '../service/target.ts'

/**
 * Every image that this installation may still need, by each name, digest and id it may be looked up by, with its user in words. Users are
 * declared services, tasks and kept revisions.
 */
export function neededImages(store: Store): ReadonlyMap<string, string> {
  const needed = new Map<string, string>()
  const add = (words: string, names: readonly (string | undefined)[]) => {
    for (const name of names) if (name !== undefined && !needed.has(knownAs(name))) needed.set(knownAs(name), words)
  }
  for (const service of store.list('Service').values()) {
    const { template } = service.spec
    const built = template.build ? [buildTag(service)] : []
    add(`service/${keyOf(service)}`, [
      ...built,
      ...namesIn(template),
      ...idsIn(service.metadata.annotations?.[annotations.image]),
    ])
  }
  for (const task of store.list('Task').values())
    add(`task/${keyOf(task)}`, [task.spec.image, task.status?.imageID, ...namesIn(task.spec.template)])
  for (const { metadata, spec } of store.list('Revision').values()) {
    const words = `revision ${spec.number} of ${metadata.namespace}/${spec.service}`
    add(words, [
      ...namesIn(spec.template),
      ...Object.entries(spec.imageDigests ?? {}).flat(),
      ...Object.values(spec.imageIDs ?? {}),
    ])
  }
  return needed
}

/** The form in which an engine lists a name. */
function knownAs(name: string): string {
  const reference = parseImageReference(name)
  return reference === undefined ? name : knownName(reference)
}

/** The images that an annotation names. */
function idsIn(annotation = ''): readonly string[] {
  const { pinned, ids = {} } = readResolution(annotation)
  return [pinned, ...Object.values(ids)]
}

function namesIn(template: V1TaskTemplate): readonly (string | undefined)[] {
  return [template.image, ...(template.build?.tags ?? []), ...mountedImages(template)]
}
