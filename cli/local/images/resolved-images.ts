import type { V1Service } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import { pullIntervalMs } from '../../../api/v1/pull-interval.ts'
import { idOn, idsAnnotation, isImageId, pinnedImage, readResolution } from '../../../api/v1/pinned-image.ts'
import { isSameImage, pinOf } from '../../../controllers/task/pin.ts'
import { present } from '../../../engine/container/present.ts'
import type { ImageInspect } from '../../../engine/types/image.ts'
import type { Store } from '../../../store/objects/store.ts'
import { annotated, type FileReading, servicesIn } from '../../../store/source/reading/reading.ts'
import { type Core, desiredDirectory } from '../open/core.ts'
import { readApplied } from '../desired.ts'
import type { PulledImage, PulledImages } from './pull-images.ts'

/**
 * Annotates services with the image that their tag refers to now, if their newest revision has another one; this makes a new revision.
 * `byTime` limits it to services with a pull interval.
 */
export function withPulled(
  files: readonly FileReading[],
  pulled: PulledImages | undefined,
  { store, byTime }: { readonly store: Store; readonly byTime: boolean },
): readonly FileReading[] {
  if (!pulled) return files
  return withImages(files, (service) => {
    if (byTime && pullIntervalMs(service.spec.template) === undefined) return undefined
    if (!pulled.has(service.spec.template.image ?? '')) return undefined
    return movedImage(service, pulled, store)?.annotation ?? resolvedBefore(service, store)?.annotation
  })
}

/** That a service's tag refers to another image than before; each is a digest or id. */
export interface Moved {
  readonly from: string
  readonly to: string
  /** What the service is to be annotated with: `to`, or the ids of all nodes where each has its own image. */
  readonly annotation: string
}

/**
 * The image that a service is to be rolled out with, as its tag refers to another one than before; undefined if it does not, and while none
 * has run: it is resolved when the first container is created. What the registry tells is compared with what each node has. Else each node
 * may have built or loaded its own, which is compared with what that ran.
 */
export function movedImage(service: V1Service, pulled: PulledImages, store: Store): Moved | undefined {
  const { build, image: declared = '' } = service.spec.template
  const found = build ? undefined : pulled.get(declared)
  const before = resolvedBefore(service, store)
  const changed = found && before && changedTo(found, before, declared)
  if (!changed) return undefined
  const { node, image } = changed
  const from = node === undefined ? before.image : idOn(node, before.image, before.ids)
  const to = pinOf(image, declared)
  const isOwn = node !== undefined && isImageId(to)
  return { from: from ?? before.image, to, annotation: isOwn ? idsAnnotation(idsOf(found)) : to }
}

function idsOf(found: readonly PulledImage[]): Readonly<Record<string, string>> {
  return Object.fromEntries(found.flatMap(({ node, image }) => (node === undefined ? [] : [[node, image.Id]])))
}

/** Pins a service to another image, which makes a new revision of it. */
export function pinService(store: Store, { metadata }: V1Service, { annotation }: Moved): void {
  store.update('Service', keyOf({ metadata }), (draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, [annotations.image]: annotation }
  })
}

/** Annotates services that the state has lost with the image of their last apply, so that their containers are adopted unchanged. */
export function withKept(files: readonly FileReading[], { store, home }: Core): readonly FileReading[] {
  const isLost = (service: V1Service) => !store.get('Service', keyOf(service))
  if (!servicesIn(files).some(isLost)) return files
  // A Map, as an image may be named like a property of Object (S12).
  const applied = new Map(
    readApplied(desiredDirectory(home)).map(({ stack, images }) => [stack, new Map(Object.entries(images))]),
  )
  return withImages(files, (service) =>
    isLost(service) ? applied.get(service.metadata.namespace ?? '')?.get(service.spec.template.image ?? '') : undefined,
  )
}

/** Annotates each service with its image's digest or id, where known. */
function withImages(
  files: readonly FileReading[],
  imageOf: (service: V1Service) => string | undefined,
): readonly FileReading[] {
  return files.map((file) => ({
    ...file,
    manifests: file.manifests.map((manifest) => {
      const { object } = manifest
      if (object.kind !== 'Service' || object.spec.template.build) return manifest
      const image = imageOf(object)
      return image === undefined ? manifest : annotated(manifest, { [annotations.image]: image })
    }),
  }))
}

/** What a service's tag resolved to. */
export interface Resolved {
  readonly image: string
  readonly annotation?: string
  /** The ids that it has on the nodes, where it has no digest. */
  readonly ids?: Readonly<Record<string, string>>
}

/** The image that the tag resolved to in a service's newest revision; undefined while none has run. */
export function resolvedBefore({ metadata, spec }: V1Service, store: Store): Resolved | undefined {
  const live = store.get('Service', keyOf({ metadata }))
  const { image = '' } = spec.template
  const isSame = live?.spec.template.image === image
  const annotation = (isSame ? live : { metadata }).metadata.annotations?.[annotations.image]
  const revision = store.get(
    'Revision',
    keyFor(metadata.namespace, `${metadata.name}-${live?.status?.updateRevision ?? ''}`),
  )
  const ran = pinnedImage(revision?.spec, image)
  const known = revision?.spec.imageIDs
  if (annotation === undefined) return ran === undefined ? undefined : { image: ran, ...present({ ids: known }) }
  const { pinned, ids } = readResolution(annotation)
  // Until there is a revision of what was annotated, the ids are those of the one before.
  const ofIt = ran === pinned ? known : undefined
  return { image: pinned, annotation, ...present({ ids: ids ? { ...ofIt, ...ids } : ofIt }) }
}

function changedTo(
  found: readonly PulledImage[],
  { image: pinned, annotation, ids }: Resolved,
  declared: string,
): PulledImage | undefined {
  const isChanged = ({ node, image }: PulledImage) => {
    if (node !== undefined)
      return (ids === undefined || Object.hasOwn(ids, node)) && !isOn(image, idOn(node, pinned, ids))
    if (annotation === pinOf(image, declared)) return false
    return !isSameImage(image, pinned) || Object.values(ids ?? {}).some((id) => id !== image.Id)
  }
  const compared = ids === undefined ? found.slice(0, 1) : found
  return compared.find(isChanged)
}

function isOn(image: ImageInspect, pinned: string | undefined): boolean {
  return pinned !== undefined && isSameImage(image, pinned)
}

/** The resolved images of a stack's services by reference, as saved with its apply. */
export function resolvedImages(store: Store, stack: string): Readonly<Record<string, string>> {
  const services = [...store.by('Service', 'namespace', stack).values()]
  return Object.fromEntries(
    services.flatMap(({ metadata, spec }) => {
      const image = metadata.annotations?.[annotations.image]
      return image === undefined || spec.template.image === undefined ? [] : [[spec.template.image, image]]
    }),
  )
}
