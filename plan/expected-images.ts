import { isImageId, readResolution } from '../api/v1/pinned-image.ts'
import { fullName, repositoryOf } from '../api/v1/image-reference.ts'
import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import { annotations } from '../api/v1/labels.ts'
import { isSameImage } from '../controllers/task/pin.ts'
import type { RegistryImage } from '../engine/simulated/behaviour.ts'
import type { Observed } from '../engine/simulated/seed.ts'
import type { ImageInspect } from '../engine/types/image.ts'
import type { Store } from '../store/objects/store.ts'
import type { ObservedNode } from './failures.ts'

/** What a pull is assumed to bring; empty for an image that nobody has seen. */
export type ExpectedImage = Pick<RegistryImage, 'digest' | 'id' | 'config' | 'sizeBytes'>

/**
 * Returns what a pull of a reference is assumed to bring: for a tag that was pulled to be rolled out, what a host has of it since; for one
 * that a revision ran, the image that it ran then; else the image that a host has under that name.
 */
export function expectedImages(store: Store, observed: readonly Observed[]): (reference: string) => ExpectedImage {
  const images = seenOn(observed)
  const pins = new Map([...pinsIn(store), ...pulledIn(store, images)])
  return (reference) => {
    const pinned = pins.get(fullName(reference)) ?? reference
    const [, digest] = pinned.split('@')
    return {
      ...seenAs(images.get(fullName(pinned)), pinned),
      ...(isImageId(pinned) ? { id: pinned } : {}),
      ...(digest === undefined ? {} : { digest }),
    }
  }
}

/** By full name of a tag, the digest or id that the newest revision recorded for it. */
function pinsIn(store: Store): ReadonlyMap<string, string> {
  const pins = new Map<string, string>()
  for (const { spec } of [...store.list('Revision').values()].sort((a, b) => a.spec.number - b.spec.number))
    for (const [image, pinned] of Object.entries(spec.imageDigests ?? {})) pins.set(fullName(image), pinned)
  return pins
}

/** By full name of a tag, the digest that a service is to run of it, as `--pull` found, where a host has that under the tag. */
function pulledIn(store: Store, images: ReadonlyMap<string, ImageInspect>): ReadonlyMap<string, string> {
  const found = [...store.list('Service').values()].flatMap(({ metadata, spec }): [string, string][] => {
    const tag = fullName(spec.template.image ?? '')
    const pulled = metadata.annotations?.[annotations.image]
    const seen = images.get(tag)
    if (pulled === undefined || !seen) return []
    const { pinned, ids = {} } = readResolution(pulled)
    const own = [pinned, ...Object.values(ids)].find((each) => isSameImage(seen, each))
    return own === undefined ? [] : [[tag, own]]
  })
  return new Map(found)
}

/** The images of all hosts by each of their names; where hosts differ, the first host's. */
function seenOn(observed: readonly Observed[]): ReadonlyMap<string, ImageInspect> {
  const images = new Map<string, ImageInspect>()
  for (const image of observed.flatMap((each) => each.images))
    for (const name of namesOf(image)) if (!images.has(name)) images.set(name, image)
  return images
}

function namesOf({ Id, RepoTags: tags, RepoDigests: digests }: ImageInspect): readonly string[] {
  return [Id, ...[...(tags ?? []), ...(digests ?? [])].map(fullName)]
}

function seenAs(image: ImageInspect | undefined, reference: string): ExpectedImage {
  if (!image) return {}
  const repository = repositoryOf(fullName(reference))
  const [, digest] = (image.RepoDigests ?? []).find((each) => repositoryOf(each) === repository)?.split('@') ?? []
  return {
    id: image.Id,
    ...(image.Config ? { config: image.Config } : {}),
    ...(image.Size === undefined ? {} : { sizeBytes: image.Size }),
    ...(digest === undefined ? {} : { digest }),
  }
}

/**
 * The assumptions about tags that are pulled on one host and present on another: that the registry still has the same image under that
 * name.
 */
export function pullsSaid(calls: readonly PlannedCall[], nodes: readonly ObservedNode[]): readonly string[] {
  const there = nodes.map(({ node, observed }) => ({ node, images: seenOn([observed]) }))
  const said = calls.flatMap(({ node, path, refused }) => {
    const [, name = '', tag = ''] = TAG_PULLED.exec(path) ?? []
    if (name === '' || refused !== undefined) return []
    const reference = `${decodeURIComponent(name)}:${tag}`
    const other = there.find((each) => each.node !== node && each.images.has(fullName(reference)))
    return other ? [`the pull of ${reference} on ${node} succeeds, and brings what ${other.node} has of that name`] : []
  })
  return [...new Set(said)].sort()
}

/** Matches pulls of a tag only: the `tag` parameter of a digest has a colon, which is escaped in the path. */
const TAG_PULLED = /^\/images\/create\?fromImage=([^&]+)&(?:platform=[^&]+&)?tag=([\w.-]+)$/
