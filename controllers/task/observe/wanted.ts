import type { V1Task } from '../../../api/v1/generated/types.ts'
import { annotations, labels } from '../../../api/v1/labels.ts'
import { hostNameOf, keyFor, serviceKeyOf } from '../../../api/v1/names.ts'
import { containerBody } from '../../../engine/container/body.ts'
import { nameOf } from '../../../engine/container/name.ts'
import { present } from '../../../engine/container/present.ts'
import type {
  ComposeProject,
  ContainerReference,
  ResolvedNetwork,
  SecretMount,
  WantedContainer,
} from '../../../engine/container/want.ts'
import { originIn } from '../../../store/source/acceptance/origins.ts'
import { adoptionOf } from '../../adoption/records.ts'
import { referencesOf } from '../../delivery/path.ts'
import type { Ports } from '../../runtime/ports.ts'
import { networkOnNode, pathOnNode } from './on-node.ts'
import { imageOf, revisionOf } from '../pin.ts'
import { ownersOf, sharedContainersOf } from './shared.ts'
import { networksOf, runningServices, volumesOf } from '../../../api/v1/template-refs.ts'
import { isRetiring } from '../../../api/v1/task-phase.ts'
import type { HostContainer } from '../../../engine/inventory.ts'

/**
 * The container that a task wants on its node; undefined while one of its networks is missing. `at`: the container that it has there, or the
 * name of a new one.
 */
export function wantedContainer(task: V1Task, at: HostContainer | string, ports: Ports): WantedContainer | undefined {
  const name = typeof at === 'string' ? at : nameOf(at)
  const kept = typeof at === 'string' ? new Set<string>() : ownersKept(at, ports)
  const { metadata, spec } = task
  const stack = metadata.namespace ?? ''
  const info = ports.inventory.host(spec.node ?? '')?.info
  const networks = resolvedNetworks(task, ports)
  if (!info || !networks) return undefined
  return containerBody({
    template: spec.template,
    installation: ports.installation,
    stack,
    service: spec.service,
    slot: spec.slot,
    task: metadata.name,
    name,
    networks,
    volumes: volumeNames(task, ports),
    containers: (reference) => containersBehind(reference, task, { ports, kept }),
    secretMounts: secretMounts(task, ports),
    apiVersion: info.apiVersion,
    project: projectOf(task, ports),
    // A container is not of a revision whose template is not known, as of one of another home: it is made by today's.
    ...(spec.revision !== undefined && revisionOf(task, ports) ? { revision: spec.revision } : {}),
    image: imageOf(task, ports),
  })
}

/** The networks of a task on its node; undefined while one is missing. */
function resolvedNetworks(task: V1Task, ports: Ports): readonly ResolvedNetwork[] | undefined {
  const resolved: ResolvedNetwork[] = []
  for (const network of networksOf(task.spec.template)) {
    const declared = ports.store.get('Network', keyFor(task.metadata.namespace, network))
    const found = declared && networkOnNode(task, declared, ports)
    if (!found) return undefined
    resolved.push({ network, name: hostNameOf(declared), id: found.Id })
  }
  return resolved
}

function volumeNames({ metadata, spec }: V1Task, { store }: Ports): Readonly<Record<string, string>> {
  const names: Record<string, string> = {}
  for (const volume of volumesOf(spec.template)) {
    const declared = store.get('Volume', keyFor(metadata.namespace, volume))
    if (declared) names[volume] = hostNameOf(declared)
  }
  return names
}

function secretMounts(task: V1Task, ports: Ports): readonly SecretMount[] {
  return referencesOf(task.spec.template).map((reference) => {
    const { directory, file } = pathOnNode(task, reference, ports)
    return { source: `${directory}/${file}`, target: reference.target }
  })
}

/**
 * The ids of the containers whose volumes a container has that others made. Of a service with replicas they may have chosen another one than
 * we would: that is as good, while it is there. What we made follows our choice.
 */
function ownersKept({ Id, Config, HostConfig }: HostContainer, { store }: Ports): ReadonlySet<string> {
  const isOurs = Config.Labels?.[labels.task] !== undefined && !adoptionOf(store, 'Container', Id)
  return new Set(isOurs ? [] : HostConfig.VolumesFrom?.map((from) => from.replace(/:r[ow]$/, '')))
}

interface Behind {
  readonly ports: Ports
  readonly kept: ReadonlySet<string>
}

/** The containers that `service:NAME` or `container:NAME` refers to; the one to share with comes first. */
function containersBehind(reference: string, task: V1Task, { ports, kept }: Behind): readonly ContainerReference[] {
  const [kind, name = ''] = reference.split(':', 2)
  if (kind === 'container') {
    const named = ports.inventory.containerNamed(task.spec.node ?? '', name)
    return named ? [{ id: named.Id, name }] : []
  }
  const owners = ownersOf(task, name, ports).map((owner) => ({ owner, shared: sharedContainersOf(owner, ports) }))
  const own = runningServices(task.spec.template).includes(name)
    ? undefined
    : owners.find(({ owner, shared }) => !isRetiring(owner) && shared.some(({ Id }) => kept.has(Id)))
  const found = [...(own ? [own] : []), ...owners.filter((each) => each !== own)].flatMap(({ shared }) => shared)
  return found.map((container) => ({ id: container.Id, name: nameOf(container) }))
}

function projectOf({ metadata, spec }: V1Task, { store }: Ports): ComposeProject {
  const key = serviceKeyOf({ metadata, spec })
  const service = store.get('Service', key)
  const dependsOn = present({ dependsOn: service?.spec.dependsOn })
  const source = service?.metadata.annotations?.[annotations.source]
  if (source === undefined) return dependsOn
  const slash = source.lastIndexOf('/')
  const { merged = [] } = originIn(store, `Service/${key}`) ?? {}
  return { ...dependsOn, configFiles: [source, ...merged], workingDir: source.slice(0, Math.max(1, slash)) }
}
