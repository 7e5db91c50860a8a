import { familiarName, parseImageReference } from '../../api/v1/image-reference.ts'
import type { V1Revision, V1Task } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { pinnedId, pinnedImage } from '../../api/v1/pinned-image.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import type { Ports } from '../runtime/ports.ts'

/** The reference that a task's template says. */
export function declaredImage({ spec }: V1Task): string {
  return spec.image ?? spec.template.image ?? ''
}

/**
 * The image that a task is made from. A tag means, for one revision, what it meant for the revision's first task: when it has
 * moved on the node since, the pinned digest or id is used in its place, so that all tasks of a revision run the same. An id is too where
 * the tag alone is gone, or nothing has that digest for its name: no registry could tell what was built there.
 */
export function imageOf(task: V1Task, ports: Ports): string {
  const declared = declaredImage(task)
  // Its tag says the sources that it was built of; its id differs from node to node, and where it is built again.
  if (task.spec.template.build) return declared
  const pinned = pinnedImage(revisionOf(task, ports)?.spec, declared)
  const onNode = (name: string) => ports.inventory.image(task.spec.node ?? '', name)
  const now = onNode(declared)
  if (pinned === undefined || now === undefined) return declared
  const [first = declared, ...others] = pinnedNames(now, pinned)
  const there = [first, ...others].find((name) => onNode(name) !== 'absent')
  return there ?? (now === 'absent' ? declared : first)
}

/** The names that a pinned image may have on a node where the declared one means this: none but that where it means it still. */
export function pinnedNames(now: ImageInspect | 'absent', pinned: string): readonly string[] {
  const id = pinnedId(pinned)
  if (now === 'absent') return [id]
  return isSameImage(now, pinned) ? [] : [pinned, id]
}

/** Pins a revision's image to what is on the node, before its first container is made of it. */
export function pinImage(task: V1Task, ports: Ports): void {
  const declared = declaredImage(task)
  const revision = revisionOf(task, ports)
  const image = ports.inventory.image(task.spec.node ?? '', declared)
  if (!revision || image === undefined || image === 'absent' || pinnedImage(revision.spec, declared) !== undefined)
    return
  ports.store.update('Revision', keyOf(revision), (draft) => {
    draft.spec.imageDigests = { ...draft.spec.imageDigests, [declared]: pinOf(image, declared) }
  })
}

/**
 * What an image is pinned by: its digest, which is the same on all nodes, else its id. Of several the one of the repository that is
 * declared: other nodes may know nothing of the others, nor be let in there.
 */
export function pinOf({ RepoDigests, Id }: ImageInspect, declared: string): string {
  const reference = parseImageReference(declared)
  const own = reference && RepoDigests?.find((digest) => digest.startsWith(`${familiarName(reference)}@`))
  return own ?? RepoDigests?.[0] ?? Id
}

/** Whether an image is the one that was pinned. */
export function isSameImage(image: ImageInspect, pinned: string): boolean {
  return image.Id === pinned || (image.RepoDigests?.includes(pinned) ?? false)
}

/** The revision that a task was made from; none when storage was lost and it was adopted from another template than today's. */
export function revisionOf({ metadata, spec }: V1Task, { store }: Ports): V1Revision | undefined {
  return spec.revision === undefined
    ? undefined
    : store.get('Revision', keyFor(metadata.namespace, `${spec.service}-${spec.revision}`))
}
