import { familiarName, parseImageReference } from '../../api/v1/image-reference.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import type { Store } from '../../store/objects/store.ts'
import { type OwnImage, ownImage, ownImages } from './own.ts'

/** Where an image is, and the name that it is wanted by. */
export interface Named {
  readonly node: string
  readonly name: string
}

/**
 * Whether an image is known to be from the registry of its name: this installation pulled it from there, or the engine can tell. Where it
 * is not, each node's own image counts, as different ones may have been built or loaded there under one name.
 */
export function isFromRegistry(image: ImageInspect, { node, name }: Named, store: Pick<Store, 'fact'>): boolean {
  if (!isMaybeOnlyHere(image)) return true
  const own = ownImage(store, node, image.Id)
  return own !== undefined && isPulledFrom(name, own)
}

/** Whether this installation has pulled an image from the repository of a name, to any node. */
export function hasPulled(name: string, store: Pick<Store, 'facts'>): boolean {
  return ownImages(store).some((own) => isPulledFrom(name, own))
}

function isPulledFrom(name: string, { names, isBuilt }: OwnImage): boolean {
  const repository = repositoryOf(name)
  return !isBuilt && names.some((each) => repositoryOf(each) === repository)
}

/**
 * Whether an image may be local only. With containerd's image store, local images have a digest as well, equal to their id, as pulled ones
 * do.
 */
export function isMaybeOnlyHere({ Id, RepoDigests }: ImageInspect): boolean {
  return RepoDigests?.every((digest) => digest.endsWith(`@${Id}`)) ?? true
}

function repositoryOf(name: string): string {
  const reference = parseImageReference(name)
  return reference ? familiarName(reference) : name
}
