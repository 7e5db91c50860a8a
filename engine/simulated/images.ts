import { knownName, parseImageReference, repositoryOf, taggedName } from '../../api/v1/image-reference.ts'
import { isUp } from '../container/is-up.ts'
import type { ImageInspect } from '../types/image.ts'
import type { RegistryImage } from './behaviour.ts'
import { digestOf } from './ids.ts'
import { freeze } from '../../api/v1/language/freeze.ts'
import { refuse } from './refusal.ts'
import type { HostState, Image } from './state.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** A reference with its tag, in Docker's short form. */
export function fullReference(reference: string): string {
  const parsed = parseImageReference(reference)
  return parsed === undefined ? refuse(400, `invalid reference format: ${reference}`) : taggedName(parsed)
}

/** Finds an image by id, a prefix of the id, or reference. */
export function knownImage(host: HostState, name: string): Image | undefined {
  const exact = host.images.get(name) ?? host.images.get(`sha256:${name}`)
  if (exact !== undefined) return exact
  const parsed = parseImageReference(name)
  const id = parsed === undefined ? undefined : host.references.get(knownName(parsed))
  if (id !== undefined) return host.images.get(id)
  const digits = name.replace(/^sha256:/, '')
  if (!/^[0-9a-f]{1,64}$/.test(digits)) return undefined
  return [...host.images.values()].find((image) => image.id.startsWith(`sha256:${digits}`))
}

export function findImage(host: HostState, name: string): Image {
  const found = knownImage(host, name)
  if (found !== undefined) return found
  return refuse(404, `No such image: ${fullReference(name)}`)
}

export function inspectImage(host: HostState, name: string): ImageInspect {
  const image = findImage(host, name)
  return freeze({
    Id: image.id,
    Created: image.created,
    Size: image.size,
    Architecture: image.architecture,
    Os: 'linux',
    Config: image.config,
    ...image.seed,
    RepoTags: [...image.tags],
    RepoDigests: [...image.digests],
  })
}

/** Looks up a reference in the registry; refuses in Docker Hub's words. */
export function lookUp(host: HostState, reference: string): Found {
  const full = fullReference(reference)
  const image = host.registry(full)
  if (image?.failing !== undefined) refuse(500, image.failing)
  if (image !== undefined) return { image, reference: full }
  const denied = "may require 'docker login': denied: requested access to the resource is denied"
  const repository = full.replace(/[:@].*$/, '')
  return refuse(404, `pull access denied for ${repository}, repository does not exist or ${denied}`)
}

export function registryDigest(found: Found): string {
  const [, asked] = /@(.+)$/.exec(found.reference) ?? []
  return (
    asked ?? found.image.digest ?? digestOf(`manifest ${found.reference} ${JSON.stringify(found.image.config ?? {})}`)
  )
}

interface Found {
  readonly image: RegistryImage
  readonly reference: string
}

/** The same registry image, keyed by its digest. */
export function withDigest(name: string, image: RegistryImage): [string, RegistryImage] {
  const found = { image, reference: fullReference(name) }
  const digest = registryDigest(found)
  return [`${repositoryOf(found.reference)}@${digest}`, { ...image, digest, id: idOf(found) }]
}

function idOf({ image, reference }: Found): string {
  return image.id ?? digestOf(`image ${reference} ${JSON.stringify(image.config ?? {})}`)
}

/** Stores a pulled image on the host under its reference. */
export function storePulled(host: HostState, found: Found): Image {
  const digest = registryDigest(found)
  const id = idOf(found)
  const image = addImage(host, { ...found.image, id })
  const repository = repositoryOf(found.reference)
  image.digests.add(`${repository}@${digest}`)
  host.references.set(`${repository}@${digest}`, id)
  if (!found.reference.includes('@')) setReference(host, found.reference, image)
  emitImage(host, { action: 'pull', id: found.reference, name: repository })
  return image
}

/** Returns the image with this id, adding it if missing. */
export function addImage(host: HostState, parts: RegistryImage & { id: string; seed?: ImageInspect }): Image {
  const known = host.images.get(parts.id)
  if (known !== undefined) return known
  const image: Image = {
    id: parts.id,
    tags: new Set(),
    digests: new Set(),
    created: timestamp(host.clock.now()),
    size: parts.sizeBytes ?? 4_000_000,
    architecture: parts.architecture ?? 'amd64',
    config: freeze(parts.config ?? {}),
    behaviour: parts.behaviour,
    directories: parts.directories === undefined ? undefined : new Set(parts.directories),
    users: new Set(),
    seed: parts.seed,
  }
  host.images.set(image.id, image)
  return image
}

export function tagImage(host: HostState, name: string, tag: string): void {
  const image = findImage(host, name)
  const reference = fullReference(tag)
  setReference(host, reference, image)
  emitImage(host, { action: 'tag', id: image.id, name: reference })
}

/** Removes a reference, and the image with its last reference; with force, even if stopped containers use it. */
export function removeImage(host: HostState, name: string, force = false): void {
  const image = findImage(host, name)
  const byId = image.id === name || image.id.slice(7).startsWith(name)
  if (byId && !force) refuseNamed(image)
  const users = [...image.users]
  const running = users.find((user) => isRunning(host, user))
  const user = running ?? users[0]
  const isLast = byId || image.tags.size <= 1
  const isHeld = force ? byId && running !== undefined : isLast
  if (user !== undefined && isHeld) refuseUsed(host, { image, name, user, byId })
  for (const reference of byId ? [...image.tags] : [fullReference(name)]) untag(host, image, reference)
  if (image.tags.size === 0 && running === undefined) drop(host, image)
}

export function setReference(host: HostState, reference: string, image: Image): void {
  const before = host.images.get(host.references.get(reference) ?? '')
  before?.tags.delete(reference)
  host.references.set(reference, image.id)
  image.tags.add(reference)
}

function refuseNamed({ id, tags }: Image): void {
  if (tags.size <= 1) return
  const words = 'must be forced) - image is referenced in multiple repositories'
  refuse(409, `conflict: unable to delete ${id.slice(7, 19)} (${words}`)
}

function refuseUsed(host: HostState, use: { image: Image; name: string; user: string; byId: boolean }): never {
  const image = use.image.id.slice(7, 19)
  const user = use.user.slice(0, 12)
  if (!use.byId) {
    const what = `unable to remove repository reference "${use.name}" (must force)`
    refuse(409, `conflict: ${what} - container ${user} is using its referenced image ${image}`)
  }
  const how = isRunning(host, use.user)
    ? '(cannot be forced) - image is being used by running'
    : '(must be forced) - image is being used by stopped'
  return refuse(409, `conflict: unable to delete ${image} ${how} container ${user}`)
}

function isRunning(host: HostState, id: string): boolean {
  const container = host.containers.get(id)
  return container !== undefined && isUp(container.state)
}

function untag(host: HostState, image: Image, reference: string): void {
  host.references.delete(reference)
  image.tags.delete(reference)
  emitImage(host, { action: 'untag', id: image.id, name: image.id })
}

function drop(host: HostState, image: Image): void {
  host.images.delete(image.id)
  for (const digest of image.digests) host.references.delete(digest)
  emitImage(host, { action: 'delete', id: image.id, name: image.id })
}

export function emitImage(host: HostState, what: { action: string; id: string; name: string }): void {
  const { action, id, name } = what
  host.events.emit({ type: 'image', action, id, attributes: { name }, time: host.clock.now() })
}

/** Removes a container from its image's users. The image stays: only a prune removes unused ones. */
export function removeImageUse(host: HostState, container: { id: string; imageId: string }): void {
  host.images.get(container.imageId)?.users.delete(container.id)
}
