import { isImageId } from '../api/v1/pinned-image.ts'
import { fullName } from '../api/v1/image-reference.ts'
import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import type { RegistryImage } from '../engine/simulated/behaviour.ts'
import type { Observed } from '../engine/simulated/seed.ts'
import type { ImageInspect } from '../engine/types/image.ts'
import type { Store } from '../store/objects/store.ts'
import type { ObservedNode } from './failures.ts'

/** What a pull is taken to bring; of an image that nobody has seen nothing is known. */
export type ExpectedImage = Pick<RegistryImage, 'digest' | 'id' | 'config' | 'sizeBytes'>

/** What a pull of a reference is taken to bring: for a tag that a revision ran, the image that it ran then, else what a host has of that name. */
export function expectedImages(store: Store, observed: readonly Observed[]): (reference: string) => ExpectedImage {
  const pins = pinsIn(store)
  const images = seenOn(observed)
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

/** By the full name of a tag, what the newest revision that ran it had for it. */
function pinsIn(store: Store): ReadonlyMap<string, string> {
  const pins = new Map<string, string>()
  for (const { spec } of [...store.list('Revision').values()].sort((a, b) => a.spec.number - b.spec.number))
    for (const [image, pinned] of Object.entries(spec.imageDigests ?? {})) pins.set(fullName(image), pinned)
  return pins
}

/** The images of all hosts, by each of their names; of several of one name the first host's. */
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

function repositoryOf(name: string): string {
  return name.replace(/(:[^/:@]+)?(@.*)?$/, '')
}

/** What is taken for granted of tags that are pulled on one host and there on another: a registry may have another image of that name by now. */
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

/** A digest has a colon, which is written otherwise here. */
const TAG_PULLED = /^\/images\/create\?fromImage=([^&]+)&(?:platform=[^&]+&)?tag=([\w.-]+)$/
