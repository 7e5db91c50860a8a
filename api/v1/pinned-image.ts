import type { V1RevisionSpec } from './generated/types.ts'

/**
 * The digest reference, or else image id, that a revision pins an image to; undefined if it pins none. Checks own properties only, as an
 * image may be named `constructor`.
 */
export function pinnedImage(spec: Pick<V1RevisionSpec, 'imageDigests'> | undefined, image = ''): string | undefined {
  const { imageDigests = {} } = spec ?? {}
  return Object.hasOwn(imageDigests, image) ? imageDigests[image] : undefined
}

/**
 * The image that a revision runs on a node: the pinned digest, else the id that the image had when its first container there was made;
 * undefined while none was. A revision that knows no node's id has one image for all: a registry has it, or a release before wrote it.
 */
export function pinnedOn(
  spec: Pick<V1RevisionSpec, 'imageDigests' | 'imageIDs'> | undefined,
  image: string,
  node: string,
): string | undefined {
  const pinned = pinnedImage(spec, image)
  return pinned === undefined ? undefined : idOn(node, pinned, spec?.imageIDs)
}

/** What stands for a pinned image on a node, where the ids of nodes are known: that of the node, or the digest whose image has this id. */
export function idOn(node: string, pinned: string, ids: V1RevisionSpec['imageIDs']): string | undefined {
  if (ids === undefined) return pinned
  const id = Object.hasOwn(ids, node) ? ids[node] : undefined
  return id === pinnedId(pinned) ? pinned : id
}

/**
 * What a service is to be annotated with so that it runs on each node what a revision ran there: the digest, or id; where nodes ran
 * different images, the id of each, as a digest is one image for all.
 */
export function pinAgain(
  spec: Pick<V1RevisionSpec, 'imageDigests' | 'imageIDs'> | undefined,
  image: string | undefined,
): string | undefined {
  const pinned = pinnedImage(spec, image)
  if (pinned === undefined) return undefined
  const { imageIDs = {} } = spec ?? {}
  return Object.values(imageIDs).every((own) => own === pinnedId(pinned)) ? pinned : idsAnnotation(imageIDs)
}

/** What a service's tag was resolved to, as its annotation says. */
export interface Resolution {
  readonly pinned: string
  /** Node → id of the image there, where each node has its own. */
  readonly ids?: Readonly<Record<string, string>>
}

/**
 * The annotation for a tag that means an image of its own on each node: `NODE=ID,…`, by node. It names all of them, as the revision's hash
 * is made of it: two sets that have one id in common are two revisions.
 */
export function idsAnnotation(ids: Readonly<Record<string, string>>): string {
  return Object.entries(ids)
    .map(([node, id]) => `${node}=${id}`)
    .sort()
    .join(',')
}

/** Reads an annotation: a digest, `NODE=ID,…`, or an id alone, which stands for what each node had where a release before wrote it. */
export function readResolution(annotation: string): Resolution {
  const [, pinned] = /^[^=]+=(sha256:[^,]+)/.exec(annotation) ?? []
  if (pinned === undefined) return { pinned: annotation }
  const each = annotation.split(',').map((one) => one.split('=') as [string, string])
  return { pinned, ids: Object.fromEntries(each) }
}

/** An annotation in words: the digest or id, or those of the nodes, shortened. */
export function resolutionWords(annotation: string): string {
  const { pinned, ids } = readResolution(annotation)
  if (!ids) return pinned
  return Object.entries(ids)
    .map(([node, id]) => `${shortPin(id)} on ${node}`)
    .join(', ')
}

/** Whether an image is named by its digest or its id on an engine, so that the name means one image alone. */
export function isPin(name: string): boolean {
  return isImageId(name) || name.includes('@')
}

/** Whether an image is named by its id on an engine. No registry knows such a name. */
export function isImageId(name: string): boolean {
  return name.startsWith('sha256:')
}

/**
 * The id by which an engine may still have a pinned image that no name refers to any more. With the containerd image store an id is a
 * digest, and images built there have one too.
 */
export function pinnedId(pinned: string): string {
  return pinned.slice(pinned.indexOf('@') + 1)
}

/** A digest or id, shortened for people. */
export function shortPin(pin: string): string {
  return pinnedId(pin).slice(0, 'sha256:'.length + 12)
}

/** What a revision's image meant when it ran, shortened for people: one digest or id, or one for each image that nodes ran. */
export function shortPins(spec: V1RevisionSpec): readonly string[] {
  const { template, imageIDs = {} } = spec
  const { image = '' } = template
  const pinned = pinnedImage(spec, image)
  if (pinned === undefined || isPin(image)) return []
  const ids = Object.values(imageIDs)
  return [...new Set((ids.length > 0 ? ids : [pinned]).map(shortPin))].sort()
}
