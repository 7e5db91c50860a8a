import { composeLabels, labels, swarmLabels } from '../api/v1/labels.ts'
import { CARRIER, EMPTY_IMAGE } from '../controllers/delivery/carrier.ts'
import { isDeliveryPath } from '../controllers/delivery/path.ts'
import { REMOVAL_MS } from '../controllers/task/observe/name-holder.ts'
import { pinnedNames } from '../controllers/task/pin.ts'
import { runsInSwarm } from '../controllers/holds/swarm-volume.ts'
import type { Engine } from '../engine/engine.ts'
import { isEngineError } from '../engine/errors.ts'
import { askPastEnds } from '../engine/past-ends.ts'
import { mapAtMost } from '../engine/map-at-most.ts'
import type { Run } from '../engine/run.ts'
import type { Observed } from '../engine/simulated/seed.ts'
import type { HostFile } from '../engine/simulated/state.ts'
import { readTar } from '../engine/tar.ts'
import type { ContainerInspect, ContainerSummary } from '../engine/types/container.ts'
import type { EngineEvent, EngineInfo } from '../engine/types/engine.ts'
import type { StringMap } from '../engine/types/string-map.ts'
import type { ImageInspect } from '../engine/types/image.ts'
import type { VolumeInspect, VolumeList } from '../engine/types/volume.ts'
import { isUntold } from '../engine/volume/left-out.ts'

/** What to observe on a host, besides the objects with our label. */
export interface Interest {
  readonly installation: string
  /** Whether a `serve` works there: then carrier containers of deliveries are its own, short-lived, and left out. */
  readonly isServed?: boolean
  /** Names that our containers will get or refer to: any container that has one matters, whoever made it. */
  readonly containerNames: ReadonlySet<string>
  /** Compose projects with the names of stacks: their containers are adopted, or hold back ours. */
  readonly projects?: ReadonlySet<string>
  /** Names of volumes that our containers will mount: a running swarm stack that made one keeps it from us. */
  readonly volumeNames?: ReadonlySet<string>
  /** Those of the volumes that a plugin may have. They are inspected by name, as a list leaves out plugins that do not answer. */
  readonly pluginVolumes?: ReadonlySet<string>
  /** Names of networks in which our containers will have fixed addresses: a container that has one prevents their start. */
  readonly networkNames?: ReadonlySet<string>
  /** Host ports that our containers will publish: a container that has one prevents their start. */
  readonly hostPorts: ReadonlySet<string>
  /** The tasks in the state. Other containers of ours may be adopted, for which their delivered secrets are compared. */
  readonly tasks: ReadonlySet<string>
  /** References of the images that will be looked up. */
  readonly images: readonly string[]
  /** The images that revisions pinned, looked up where the reference now means another image or none. */
  readonly pins?: readonly Pin[]
}

/** What a reference resolved to when a revision first ran it: a digest or an id. */
export interface Pin {
  readonly image: string
  readonly pinned: string
}

/** Reads the present state of a host, to simulate a copy of it. Makes no writing call (S7). */
export async function observeHost(engine: Engine, interest: Interest, run: Run): Promise<Observed> {
  const [info, summaries, networks, { volumes, warnings }] = await Promise.all([
    engine.info({ builder: true }, run),
    engine.listContainers({}, run),
    engine.listNetworks({}, run),
    observeVolumes(engine, interest, run),
  ])
  const ours = ownedIn({ networks, volumes }, interest)
  const swarms = new Set(
    volumes.flatMap(({ Name, Labels }) => (interest.volumeNames?.has(Name) ? (Labels?.[swarmLabels.stack] ?? []) : [])),
  )
  const wanted = summaries.filter(
    (summary) =>
      matters(summary, interest) || usesOne(summary, ours) || [...swarms].some((swarm) => runsInSwarm(summary, swarm)),
  )
  const containers = await mapAtMost(wanted, (summary) => ifThere(engine.inspectContainer({ id: summary.id }, run)))
  const used = wanted.map(({ imageID }) => imageID)
  const images = await observeImages(engine, { names: [EMPTY_IMAGE, ...interest.images, ...used], ...interest }, run)
  const there = containers.filter(isThere<ContainerInspect>).filter((container) => !isAlmostGone(container, info))
  return {
    info,
    networks,
    volumes,
    pastEnds: await pastEnds(engine, { containers: there, info, run }),
    ...(warnings.length > 0 ? { volumeWarnings: warnings } : {}),
    containers: there,
    images: distinct(images),
    files: await delivered(engine, { containers: there, interest, run }),
  }
}

/**
 * Whether an engine is removing a container, and should be done in a moment: it is as good as gone, and a copy of it in a simulation would
 * stay for good. A removal that takes longer may never end.
 */
function isAlmostGone({ State }: ContainerInspect, { time }: EngineInfo): boolean {
  return State.Status === 'removing' && time - Date.parse(State.FinishedAt ?? '') < REMOVAL_MS
}

/** The images with these names, and the pinned images of names that now mean others. */
async function observeImages(
  engine: Engine,
  { names, pins = [] }: { readonly names: readonly string[] } & Pick<Interest, 'pins'>,
  run: Run,
): Promise<readonly ImageInspect[]> {
  const wanted = [...new Set(names)]
  const look = (name: string) => ifThere(engine.inspectImage({ name }, run))
  const seen = await mapAtMost(wanted, look)
  const meant = new Map(wanted.map((name, index) => [name, seen[index]]))
  const kept = new Set(pins.flatMap(({ image, pinned }) => pinnedNames(meant.get(image) ?? 'absent', pinned)))
  return [...seen, ...(await mapAtMost([...kept], look))].filter(isThere<ImageInspect>)
}

/** The volumes that the engine lists, and plugin volumes inspected by name. A plugin that can't tell adds a warning. */
async function observeVolumes(engine: Engine, { pluginVolumes }: Interest, run: Run): Promise<VolumeList> {
  const { volumes, warnings } = await engine.listVolumes({}, run)
  const listed = new Set(volumes.map(({ Name }) => Name))
  // No inspect while a plugin fails: an engine whose plugin does not answer forgets the volume's labels.
  const missing = warnings.length > 0 ? [] : [...(pluginVolumes ?? [])].filter((name) => !listed.has(name))
  const untold: string[] = []
  const found = await mapAtMost(missing, async (name) => {
    try {
      return await ifThere(engine.inspectVolume({ name }, run))
    } catch (error) {
      if (!isUntold(error)) throw error
      untold.push(error.detail)
      return undefined
    }
  })
  return { volumes: [...volumes, ...found.filter(isThere<VolumeInspect>)], warnings: [...warnings, ...untold] }
}

function matters({ labels: own, name, hostPorts }: ContainerSummary, interest: Interest): boolean {
  const isOurs = own[labels.installation] === interest.installation
  if (isOurs && interest.isServed && own[labels.kind] === CARRIER) return false
  const isOfProject = interest.projects?.has(own[composeLabels.project] ?? '') ?? false
  // Our containers are named NAME.REV until NAME is free, and NAME.failed when they are set aside.
  const isNamed = [name, name.replace(/\.[^.]*$/, '')].some((one) => interest.containerNames.has(one))
  return isOurs || isOfProject || isNamed || hostPorts.some((port) => interest.hostPorts.has(port))
}

/**
 * The engine's past events on how the exited containers ended; empty where it remembers none. They are asked for in any case: where a proxy
 * before the engine lets no events through, an `apply` makes no call at all.
 */
async function pastEnds(
  engine: Engine,
  { containers, info, run }: { containers: readonly ContainerInspect[]; info: EngineInfo; run: Run },
): Promise<readonly EngineEvent[]> {
  const ended = new Map(
    containers
      .filter(({ State }) => State.Status === 'exited')
      .map(({ Id, State }) => [Id, Date.parse(State.FinishedAt ?? '') || 0]),
  )
  const { events } = await askPastEnds(engine, { endedAt: Math.max(0, ...ended.values()), now: info.time }, run)
  return events.filter(({ id }) => ended.has(id))
}

/** The delivered files of containers that may be adopted, by host path; kept only while the plan runs (S9). */
async function delivered(
  engine: Engine,
  { containers, interest, run }: { containers: readonly ContainerInspect[]; interest: Interest; run: Run },
): Promise<ReadonlyMap<string, HostFile>> {
  const mounts = new Map<string, { id: string; path: string }>()
  for (const { Id: id, Config, Mounts = [] } of containers) {
    const { [labels.installation]: installation, [labels.task]: task } = Config.Labels ?? {}
    if (installation !== interest.installation || task === undefined || interest.tasks.has(task)) continue
    for (const { Source = '', Destination: path } of Mounts)
      if (isDeliveryPath(Source)) mounts.set(Source, { id, path })
  }
  const files = await mapAtMost([...mounts], async ([source, at]) => {
    const tar = await ifThere(engine.getArchive(at, run))
    const file = tar && readTar(tar).find(({ type }) => type === 'file')
    return file && ([source, file] as const)
  })
  return new Map(files.filter((entry) => entry !== undefined))
}

function distinct(images: readonly ImageInspect[]): readonly ImageInspect[] {
  return [...new Map(images.map((image) => [image.Id, image])).values()]
}

/**
 * Ids of networks and names of volumes for which foreign containers matter: ours, whose removal a foreign user prevents; and networks in
 * which a foreign container may have an address that ours need.
 */
function ownedIn(
  { networks, volumes }: Pick<Observed, 'networks' | 'volumes'>,
  { installation, networkNames }: Interest,
): ReadonlySet<string> {
  const isOurs = ({ Labels }: { Labels?: StringMap | null }) => Labels?.[labels.installation] === installation
  const isAddressed = ({ Name }: { Name: string }) => networkNames?.has(Name) ?? false
  const looked = networks.filter((network) => isOurs(network) || isAddressed(network))
  return new Set([...looked.map(({ Id }) => Id), ...volumes.filter(isOurs).map(({ Name }) => Name)])
}

function usesOne({ networks, volumes }: ContainerSummary, ours: ReadonlySet<string>): boolean {
  return [...networks, ...volumes].some((used) => ours.has(used))
}

async function ifThere<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read
  } catch (error) {
    if (isEngineError(error, 'NotFound', 'Invalid')) return undefined // Invalid: an object of such a name can't exist
    throw error
  }
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined
}
