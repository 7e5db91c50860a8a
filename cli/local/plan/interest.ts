import { hostPortsOf } from '../../../api/v1/host-ports.ts'
import type { V1Service, V1Volume } from '../../../api/v1/generated/types.ts'
import { containerName, hostNameOf, keyFor, keyOf } from '../../../api/v1/names.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { foreignContainers, mountedImages } from '../../../api/v1/template-refs.ts'
import { seenOn } from '../../../controllers/holds/lost-volume.ts'
import { mayBeUnlisted } from '../../../controllers/volume/asked-by-name.ts'
import { baseNames } from '../../../controllers/task/act/base-images.ts'
import { buildTag } from '../../../controllers/service/target.ts'
import type { Interest } from '../../../plan/observe.ts'
import type { Store } from '../../../store/objects/store.ts'

/**
 * What a plan must observe of a host besides our own objects: who holds the names and ports that our containers will have or refer to, and
 * the images that they use.
 */
export function interestOf(store: Store, installation: string): Interest {
  const services = [...store.list('Service').values()]
  const tasks = [...store.list('Task').values()]
  const addressed = new Set(services.flatMap(addressedBy))
  const revisions = [...store.list('Revision').values()]
  return {
    installation,
    tasks: new Set(tasks.map(({ metadata }) => metadata.name)),
    projects: new Set(services.map(({ metadata: { namespace = '' } }) => namespace)),
    // A task heals under its present container name until it is told another one.
    containerNames: new Set([
      ...services.flatMap((service) => namesOf(service, store)),
      ...tasks.flatMap(({ spec }) => spec.containerName ?? []),
    ]),
    volumeNames: new Set([...store.list('Volume').values()].map(hostNameOf)),
    pluginVolumes: new Set(
      [...store.list('Volume').values()]
        .filter((volume) => mayBeUnlisted(volume) && isLookedFor(volume))
        .map(hostNameOf),
    ),
    networkNames: new Set(
      [...store.list('Network').values()].filter((network) => addressed.has(keyOf(network))).map(hostNameOf),
    ),
    hostPorts: new Set(services.flatMap(({ spec }) => (spec.template.ports ?? []).flatMap(hostPortsOf))),
    images: [
      ...new Set([
        ...services.map(({ metadata, spec, ...rest }) =>
          spec.template.build ? buildTag({ metadata, spec, ...rest }) : (spec.template.image ?? ''),
        ),
        ...services.flatMap((service) =>
          baseNames(service, (name) => store.get('Service', keyFor(service.metadata.namespace, name))),
        ),
        ...revisions.map(({ spec }) => spec.template.image ?? ''),
        ...services.flatMap(({ spec }) => mountedImages(spec.template)),
      ]),
    ].filter((image) => image !== ''),
    pins: revisions.flatMap(({ spec: { imageDigests = {}, imageIDs = {} } }) =>
      Object.entries(imageDigests).flatMap(([image, pinned]) =>
        [...new Set([pinned, ...Object.values(imageIDs)])].map((one) => ({ image, pinned: one })),
      ),
    ),
  }
}

function isLookedFor(volume: V1Volume): boolean {
  return volume.spec.external === true || seenOn(volume).length > 0
}

function namesOf(service: V1Service, store: Store): string[] {
  return [...ownNamesOf(service, store), ...foreignContainers(service.spec.template)]
}

function ownNamesOf(service: V1Service, store: Store): string[] {
  const { metadata, spec } = service
  if (spec.containerName !== undefined) return [spec.containerName]
  const length = isGlobal(spec) ? slotsOnNodes(service, store) : (spec.replicas ?? 1)
  return Array.from({ length }, (_, index) => containerName(metadata.namespace ?? '', metadata.name, index + 1))
}

/** The highest slot that a Global service may come to use: new slots come after those that are there. */
function slotsOnNodes(service: V1Service, store: Store): number {
  const taken = [...store.by('Task', 'service', keyOf(service)).values()].map(({ spec }) => spec.slot)
  return Math.max(0, ...taken) + Math.max(1, store.list('Node').size)
}

/** The keys of the networks in which a service asks for a fixed address. */
function addressedBy({ metadata, spec }: V1Service): string[] {
  return (spec.template.networks ?? []).flatMap(({ network, ipv4Address }) =>
    ipv4Address ? keyFor(metadata.namespace, network) : [],
  )
}
