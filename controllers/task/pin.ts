import { familiarName, parseImageReference } from '../../api/v1/image-reference.ts'
import type { V1Revision, V1Task } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { isImageId, pinnedId, pinnedImage, pinnedOn } from '../../api/v1/pinned-image.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import type { Store } from '../../store/objects/store.ts'
import { isFromRegistry } from '../image/origin.ts'
import type { Ports } from '../runtime/ports.ts'

/** The image reference in a task's template. */
export function declaredImage({ spec }: V1Task): string {
  return spec.image ?? spec.template.image ?? ''
}

/**
 * The image that a task is created from. All tasks of a revision run what its tag meant for the first of them. If the tag has moved on the
 * node since, the pinned digest or id is used. If the tag is gone, or the node has nothing under that digest, the id is used: no registry
 * has what was built there. What is not known to be from a registry is of one node: another one that has nothing of it runs what the tag
 * means there, unless that is from a registry.
 */
export function imageOf(task: V1Task, ports: Ports): string {
  const declared = declaredImage(task)
  // A build's tag is the hash of its sources, while its id differs from node to node and from build to build.
  if (task.spec.template.build) return declared
  const { node = '' } = task.spec
  const spec = revisionOf(task, ports)?.spec
  const own = pinnedOn(spec, declared, node)
  const pinned = own ?? pinnedImage(spec, declared)
  const onNode = (name: string) => ports.inventory.image(node, name)
  const now = onNode(declared)
  if (pinned === undefined || now === undefined) return declared
  const [first = declared, ...others] = pinnedNames(now, pinned)
  const there = [first, ...others].find((name) => onNode(name) !== 'absent')
  if (there !== undefined || now === 'absent') return there ?? declared
  const asksRegistry = !isImageId(pinned) && isFromRegistry(now, { node, name: declared }, ports.store)
  return own !== undefined || asksRegistry ? first : declared
}

/** The digest that a task's image is pinned to on every node, as a registry has it; undefined if it is not. */
export function digestOf(task: V1Task, ports: Pick<Ports, 'store'>): string | undefined {
  const spec = revisionOf(task, ports)?.spec
  const pinned = spec?.imageIDs === undefined ? pinnedImage(spec, declaredImage(task)) : undefined
  return pinned === undefined || isImageId(pinned) ? undefined : pinned
}

/** The names under which a pinned image may be on a node, given what the declared name means there; none if it means the pinned image. */
export function pinnedNames(now: ImageInspect | 'absent', pinned: string): readonly string[] {
  const id = pinnedId(pinned)
  if (now === 'absent') return [id]
  return isSameImage(now, pinned) ? [] : [pinned, id]
}

/** Pins a revision's image to what the node has under `name`, before the first container there is created from that. */
export function pinImage(task: V1Task, name: string, { store, inventory }: Ports): void {
  const { node = '' } = task.spec
  const revision = revisionOf(task, { store })
  const image = inventory.image(node, name)
  if (revision && image !== undefined && image !== 'absent')
    pinTo(image, { revision, declared: declaredImage(task), node, store })
}

interface Pinning {
  readonly revision: V1Revision
  readonly declared: string
  readonly node: string
  readonly store: Store
}

/** Pins a revision to an image on a node, unless it is pinned there already. */
export function pinTo(image: ImageInspect, { revision: { metadata, spec }, declared, node, store }: Pinning): void {
  if (pinnedOn(spec, declared, node) !== undefined) return
  const pinned = pinnedImage(spec, declared) ?? pinOf(image, declared)
  // Once one node has an image of its own, each node's counts: the revision would never be pinned there without.
  const isOfNode =
    isImageId(pinned) || spec.imageIDs !== undefined || !isFromRegistry(image, { node, name: declared }, store)
  const imageIDs = isOfNode ? { ...spec.imageIDs, [node]: image.Id } : undefined
  store.update('Revision', keyOf({ metadata }), (draft) => {
    draft.spec.imageDigests = { ...draft.spec.imageDigests, [declared]: pinned }
    if (imageIDs) draft.spec.imageIDs = imageIDs
  })
}

/**
 * The reference to pin an image by: its digest, which is the same on all nodes, else its id. Of several digests, that of the declared
 * repository: other nodes may not know the others, or lack access to them.
 */
export function pinOf({ RepoDigests, Id }: ImageInspect, declared: string): string {
  const reference = parseImageReference(declared)
  const own = reference && RepoDigests?.find((digest) => digest.startsWith(`${familiarName(reference)}@`))
  return own ?? RepoDigests?.[0] ?? Id
}

/** Whether an image is the pinned one. With the containerd image store its id is its digest. */
export function isSameImage(image: ImageInspect, pinned: string): boolean {
  return image.Id === pinnedId(pinned) || (image.RepoDigests?.includes(pinned) ?? false)
}

/**
 * The revision that a task was made from; undefined if storage was lost and the task was adopted from a template that is no longer current.
 */
export function revisionOf({ metadata, spec }: V1Task, { store }: Pick<Ports, 'store'>): V1Revision | undefined {
  return spec.revision === undefined
    ? undefined
    : store.get('Revision', keyFor(metadata.namespace, `${spec.service}-${spec.revision}`))
}
