import type { V1Config, V1Network, V1Secret, V1Service, V1Volume } from '../../../api/v1/generated/types.ts'
import { by } from '../../../api/v1/language/by.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { API_VERSION, type Kind, type ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations, composeLabels, finalizers, labels } from '../../../api/v1/labels.ts'
import { keyFor, networkName, volumeName } from '../../../api/v1/names.ts'
import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import { isNameable } from '../../../api/v1/validation/is-nameable.ts'
import { deliveredAt, type DeliveredKind } from '../../../controllers/delivery/path.ts'
import type { ContainerSummary } from '../../../engine/types/container.ts'
import type { NetworkInspect } from '../../../engine/types/network.ts'
import type { StringMap } from '../../../engine/types/string-map.ts'
import type { VolumeInspect } from '../../../engine/types/volume.ts'
import type { FoundResource } from '../../../store/source/acceptance/prune.ts'
import { type ResourceId, resourceIdOf } from '../../../store/source/reading/reading.ts'

/** What a host lists. */
export interface HostObjects {
  readonly node: string
  readonly containers: readonly ContainerSummary[]
  readonly networks: readonly NetworkInspect[]
  readonly volumes: readonly VolumeInspect[]
  /** By a container's id, the host paths that it mounts; absent for containers whose services are known. */
  readonly binds: ReadonlyMap<string, readonly string[]>
}

/** Whose objects count: by their labels, nothing else is ours (S4). */
export interface Ours {
  readonly installation: string
  readonly stacks: readonly string[]
}

/**
 * The resources that the objects of hosts stand for: the services of containers, networks, and the volumes, secrets and configs that those
 * containers mount. They are as much of a declaration as their deletion needs: the loops then find the objects by their labels. Containers
 * of `run` are of no service. Pure.
 */
export function foundOn(hosts: readonly HostObjects[], ours: Ours): readonly FoundResource[] {
  const containers = hosts.flatMap((host) => host.containers.flatMap((container) => placed(container, host, ours)))
  const networks = hosts.flatMap((host) => host.networks.flatMap((network) => named('Network', network, ours)))
  const contents = containers.flatMap((container) => contentsOf(container, ours))
  const objects = [
    ...distinct(containers, serviceOf),
    ...distinct(networks, networkOf),
    ...distinct(
      containers.flatMap(({ volumes }) => volumes),
      volumeOf,
    ),
    ...(['Secret', 'Config'] as const).flatMap((kind) =>
      distinct(
        contents.filter((each) => each.kind === kind),
        contentOf,
      ),
    ),
  ]
  const uses = usesOf(containers, ours)
  const found = objects.map((object) => ({ id: resourceIdOf(object), object }))
  return found.map((each) => ({ ...each, uses: uses.get(each.id) ?? [] })).sort(by(({ id }) => id))
}

/** What the containers of each service are in or mount, by the service's id. */
function usesOf(containers: readonly Container[], ours: Ours): ReadonlyMap<ResourceId, readonly ResourceId[]> {
  const idIn = (kind: string, { stack, name }: Pick<Named, 'stack' | 'name'>) => `${kind}/${keyFor(stack, name)}`
  return new Map(
    [...groupBy(containers, (each) => idIn('Service', each))].map(([id, same]) => [
      id,
      same.flatMap((each) => [
        ...each.networks.map((name) => idIn('Network', { stack: each.stack, name })),
        ...each.volumes.map((volume) => idIn('Volume', volume)),
        ...contentsOf(each, ours).map((content) => idIn(content.kind, content)),
      ]),
    ]),
  )
}

/** An object of a host, with the name and stack of its resource. */
interface Named {
  readonly stack: string
  readonly name: string
  readonly hostName: string
}

interface OfEngine {
  readonly Name: string
  readonly Labels?: Readonly<StringMap> | null
}

function named(kind: Kind, { Labels, Name: hostName }: OfEngine, ours: Ours): Named[] {
  const {
    [labels.installation]: maker,
    [labels.kind]: of,
    [labels.stack]: stack = '',
    [labels.name]: name,
  } = Labels ?? {}
  if (maker !== ours.installation || of !== kind || name === undefined || !ours.stacks.includes(stack)) return []
  return isNameable(kind, { name, namespace: stack }) ? [{ stack, name, hostName }] : []
}

function distinct<T extends Named>(
  all: readonly T[],
  make: (same: readonly [T, ...T[]]) => ObjectOf,
): readonly ObjectOf[] {
  return [...groupBy(all, ({ stack, name }) => `${stack}/${name}`).values()].map(([first, ...more]) =>
    make([first as T, ...more]),
  )
}

interface Container extends Named {
  readonly summary: ContainerSummary
  readonly node: string
  /** The names of the Networks that it is in. */
  readonly networks: readonly string[]
  readonly volumes: readonly Mounted[]
  readonly binds: readonly string[]
}

function placed(summary: ContainerSummary, host: HostObjects, ours: Ours): Container[] {
  const found = named('Service', { Labels: summary.labels, Name: summary.name }, ours)
  const own = host.networks.filter(({ Id }) => summary.networks.includes(Id))
  const networks = own.flatMap((network) => named('Network', network, ours).map(({ name }) => name))
  const { node } = host
  const mounted = host.volumes.filter(({ Name }) => summary.volumes.includes(Name))
  const volumes = mounted.flatMap((volume) => named('Volume', volume, ours).map((each) => ({ ...each, node })))
  const binds = host.binds.get(summary.id) ?? []
  return found.map((each) => ({ ...each, summary, networks, volumes, binds, node }))
}

function serviceOf(containers: readonly [Container, ...Container[]]): V1Service {
  const [{ name, stack, summary }] = containers
  const source = summary.labels[composeLabels.configFiles]?.split(',')[0]
  const networks = [...new Set(containers.flatMap((each) => each.networks))].map((network) => ({ network }))
  return withDefaults({
    apiVersion: API_VERSION,
    kind: 'Service',
    metadata: {
      ...{ name, namespace: stack, finalizers: [finalizers.tasks] },
      ...(source === undefined ? {} : { annotations: { [annotations.source]: source } }),
    },
    spec: { replicas: containers.length, template: { image: summary.image, networks } },
  })
}

function networkOf([{ name, stack, hostName }]: readonly [Named, ...Named[]]): V1Network {
  const metadata = { name, namespace: stack, finalizers: [finalizers.network] }
  const spec = hostName === networkName(stack, name) ? {} : { hostName }
  return withDefaults({ apiVersion: API_VERSION, kind: 'Network', metadata, spec })
}

type Mounted = Named & { readonly node: string }

/** Without a finalizer, as its data stays: nothing has to be done on a host before it is forgotten. */
function volumeOf(volumes: readonly [Mounted, ...Mounted[]]): V1Volume {
  const [{ name, stack, hostName }] = volumes
  const spec = hostName === volumeName(stack, name) ? {} : { hostName }
  const nodes = [...new Set(volumes.map(({ node }) => node))].map((node) => ({ node, seen: true }))
  const metadata = { name, namespace: stack }
  return withDefaults({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec, status: { nodes } })
}

/** A directory with delivered bytes, and what they are of. */
interface Delivered extends Named {
  readonly kind: DeliveredKind
  readonly node: string
}

function contentsOf({ stack, node, binds }: Container, { installation }: Ours): readonly Delivered[] {
  return binds.flatMap((source) => {
    const at = deliveredAt(source, { installation, stack })
    if (!at || !isNameable(at.kind, { name: at.name, namespace: stack })) return []
    return [{ stack, node, kind: at.kind, name: at.name, hostName: at.directory }]
  })
}

/** Its bytes are taken off the nodes as of any that is deleted (S9). */
function contentOf(delivered: readonly [Delivered, ...Delivered[]]): V1Secret | V1Config {
  const [{ kind, name, stack }] = delivered
  const places = new Map(delivered.map((each) => [`${each.node} ${each.hostName}`, each]))
  const nodes = [...places.values()].map(({ node, hostName }) => ({ node, contentHash: hostName }))
  const metadata = { name, namespace: stack, finalizers: [finalizers.delivered] }
  return { apiVersion: API_VERSION, kind, metadata, spec: {}, status: { nodes } }
}
