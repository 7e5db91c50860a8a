import { labels } from '../../api/v1/labels.ts'
import { fullName } from '../../api/v1/image-reference.ts'
import type { ImageInspect } from '../types/image.ts'
import type { NetworkInspect } from '../types/network.ts'
import type { VolumeInspect, VolumeList } from '../types/volume.ts'
import { leftOutBy } from '../volume/left-out.ts'
import { composedPart } from './composed-part.ts'
import { containerPart } from './containers-part.ts'
import type { HostLists, InventoryFeed } from './feed.ts'
import type { HostCache } from './host-cache.ts'
import type { Core } from './inventory-core.ts'
import { same, sameNetwork } from './same.ts'

type ObjectPart = Pick<
  InventoryFeed,
  | 'networksNamed'
  | 'putNetwork'
  | 'dropNetwork'
  | 'putVolume'
  | 'dropVolume'
  | 'readNetwork'
  | 'readVolume'
  | 'image'
  | 'putImage'
  | 'readImage'
  | 'keepImages'
  | 'forgetImages'
  | 'applyLists'
  | 'applyVolumes'
>

/** The part of the inventory for networks, volumes and images, and for applying full lists. */
export function objectPart(core: Core): ObjectPart {
  return {
    networksNamed: (node, name) => core.hosts.get(node)?.networkNames.get(name) ?? [],
    putNetwork: (node, network) => putNetwork(core, core.hostOf(node), network),
    dropNetwork: (node, id) => dropNetwork(core, core.hostOf(node), id),
    putVolume: (node, volume) => putVolume(core, core.hostOf(node), volume),
    dropVolume: (node, name) => dropVolume(core, core.hostOf(node), name),
    readNetwork(node, id, { object, asked }) {
      const host = core.hostOf(node)
      if (!openSince(host, asked)(id)) return
      if (object) putNetwork(core, host, object)
      else dropNetwork(core, host, id)
    },
    readVolume(node, name, { object, asked }) {
      const host = core.hostOf(node)
      if (!openSince(host, asked)(name)) return
      if (object) putVolume(core, host, object)
      else dropVolume(core, host, name)
    },
    image(node, name) {
      const host = core.hosts.get(node)
      host?.imagesAsked.now.add(name)
      return host?.images.get(name)
    },
    putImage: (node, name, image) => putImage(core, core.hostOf(node), [name, image]),
    readImage(node, name, { object, asked }) {
      const host = core.hostOf(node)
      if (openSince(host, asked)(imageKey(name))) putImage(core, host, [name, object ?? 'absent'])
    },
    keepImages: (node) => keepImages(core, core.hostOf(node)),
    forgetImages: (node, names) => forgetImages(core, core.hostOf(node), names),
    applyLists: (node, lists, asked) => applyLists(core, core.hostOf(node), { lists, asked }),
    applyVolumes: (node, list, asked) => applyVolumes(core, core.hostOf(node), { list, asked }),
  }
}

function putNetwork(core: Core, host: HostCache, { Containers, ...network }: NetworkInspect): void {
  const before = host.networks.get(network.Id)
  host.touched.set(network.Id, core.tick())
  if (before && sameNetwork(before, network)) return
  host.networks.set(network.Id, network)
  renameNetwork(host, before, network)
  core.tell(host.node, 'network', { id: network.Id, labels: network.Labels ?? null, name: network.Name })
}

function dropNetwork(core: Core, host: HostCache, id: string): void {
  const before = host.networks.get(id)
  host.touched.set(id, core.tick())
  if (!before) return
  host.networks.delete(id)
  renameNetwork(host, before, undefined)
  core.tell(host.node, 'network', { id, labels: before.Labels ?? null, name: before.Name })
}

function renameNetwork(host: HostCache, before: NetworkInspect | undefined, after: NetworkInspect | undefined): void {
  const others = (name: string) => (host.networkNames.get(name) ?? []).filter(({ Id }) => Id !== (before ?? after)?.Id)
  if (before) {
    const rest = others(before.Name)
    if (rest.length === 0) host.networkNames.delete(before.Name)
    else host.networkNames.set(before.Name, rest)
  }
  if (after) host.networkNames.set(after.Name, [...others(after.Name), after])
}

function putVolume(core: Core, host: HostCache, volume: VolumeInspect): void {
  const before = host.volumes.get(volume.Name)
  host.touched.set(volume.Name, core.tick())
  if (same(before, volume)) return
  host.volumes.set(volume.Name, volume)
  core.tell(host.node, 'volume', { id: volume.Name, labels: volume.Labels ?? null })
}

function dropVolume(core: Core, host: HostCache, name: string): void {
  const before = host.volumes.get(name)
  host.touched.set(name, core.tick())
  if (!before) return
  host.volumes.delete(name)
  core.tell(host.node, 'volume', { id: name, labels: before.Labels ?? null })
}

function putImage(core: Core, host: HostCache, [name, image]: readonly [string, ImageInspect | 'absent']): void {
  const before = host.images.get(name)
  host.touched.set(imageKey(name), core.tick())
  host.images.set(name, image)
  if (!same(before, image)) core.tell(host.node, 'image', { id: name })
}

/** The key of an image in `touched`: a volume may have the same name. */
function imageKey(name: string): string {
  return `image ${name}`
}

function forgetImages(core: Core, host: HostCache, names: readonly string[] | 'all'): void {
  const meant = new Set(names === 'all' ? [] : names.flatMap((name) => [name, fullName(name)]))
  for (const [name, image] of [...host.images]) {
    const isMeant = names === 'all' || meant.has(fullName(name)) || meant.has(image === 'absent' ? name : image.Id)
    if (!isMeant) continue
    host.touched.set(imageKey(name), core.tick())
    host.images.delete(name)
    core.tell(host.node, 'image', { id: name })
  }
}

function keepImages(core: Core, host: HostCache): readonly string[] {
  const { now, before } = host.imagesAsked
  host.imagesAsked = { now: new Set(), before: now }
  const used = new Set([...host.containers.values()].flatMap(({ Image, Config }) => [Image, Config.Image]))
  for (const [name, image] of [...host.images]) {
    if (now.has(name) || before.has(name) || used.has(name) || used.has(image === 'absent' ? name : image.Id)) continue
    host.images.delete(name)
    core.tell(host.node, 'image', { id: name })
  }
  return [...host.images.keys()]
}

/** Applies a full list, except to objects that changed after it was requested. */
function applyLists(
  core: Core,
  host: HostCache,
  { lists, asked }: { lists: HostLists; asked: number },
): readonly string[] {
  const isOpen = openSince(host, asked)
  for (const network of lists.networks) if (isOpen(network.Id)) putNetwork(core, host, network)
  const networks = missing(host.networks, new Set(lists.networks.map(({ Id }) => Id)))
  for (const id of networks.filter(isOpen)) dropNetwork(core, host, id)
  const unlisted = applyVolumes(core, host, { list: lists.volumes, asked })
  composedPart(core).readComposed(host.node, { found: lists.composed, asked })
  dropMissing(core, host, { ids: lists.containerIds, asked })
  for (const [id, touched] of host.touched) if (touched <= asked) host.touched.delete(id)
  return unlisted
}

function applyVolumes(
  core: Core,
  host: HostCache,
  { list, asked }: { list: VolumeList; asked: number },
): readonly string[] {
  const { volumes, warnings } = list
  const isOpen = openSince(host, asked)
  for (const volume of volumes) if (isOpen(volume.Name)) putVolume(core, host, volume)
  const unlisted: string[] = []
  for (const name of missing(host.volumes, new Set(volumes.map(({ Name }) => Name))).filter(isOpen)) {
    const { Driver: driver = 'local' } = host.volumes.get(name) ?? {}
    if (driver === 'local') dropVolume(core, host, name)
    else if (leftOutBy(warnings, driver) === undefined) unlisted.push(name)
  }
  const isNews = !same(host.volumeWarnings, warnings)
  host.volumeWarnings = warnings
  if (isNews) core.tell(host.node, 'host', { id: host.node })
  return unlisted
}

/** Whether a network, volume or image has not changed since. */
function openSince(host: HostCache, asked: number): (id: string) => boolean {
  return (id) => (host.touched.get(id) ?? 0) <= asked
}

function missing(known: ReadonlyMap<string, unknown>, listed: ReadonlySet<string>): readonly string[] {
  return [...known.keys()].filter((id) => !listed.has(id))
}

/** Drops containers of ours that a list lacks; foreign ones are not in the list. */
function dropMissing(core: Core, host: HostCache, { ids, asked }: { ids: ReadonlySet<string>; asked: number }): void {
  const { missContainer } = containerPart(core)
  for (const id of missing(host.containers, ids)) {
    const own = host.containers.get(id)?.Config.Labels ?? {}
    if (own[labels.installation] === core.installation) missContainer(host.node, id, asked)
  }
}
