import { isPin } from '../../api/v1/pinned-image.ts'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { stableHash } from '../../api/v1/language/hash.ts'
import type { ContainerBody } from '../types/container.ts'
import { inPlaceFields } from './in-place-fields.ts'
import type { WantedContainer } from './want.ts'

/** The prefix of a hash, so that a change of the hash algorithm is not taken for a changed container. */
export const SPEC_HASH_VERSION = 'v1'

/** Further inputs of the hash besides the body. */
export interface HashParts {
  readonly template: V1TaskTemplate
  readonly networks: WantedContainer['networks']
  readonly delivered: WantedContainer['delivered']
}

/** Links by service, as the number and names of its containers may change. */
function linksOf({ links, externalLinks }: V1TaskTemplate): Pick<V1TaskTemplate, 'links' | 'externalLinks'> {
  return { ...(links ? { links } : {}), ...(externalLinks ? { externalLinks } : {}) }
}

/**
 * Returns `v1:` and the hash of everything whose change requires a new container. Left out are: fields that an update can change, the name,
 * our labels, linked containers, host paths of delivered files, and ids. Networks, containers and images count by name instead, so that
 * plan and apply agree, and all nodes get the same hash; a pinned image by the name that is declared.
 */
export function containerSpecHash(body: ContainerBody, { template, networks, delivered }: HashParts): string {
  const { Labels: _labels, NetworkingConfig: _networking, HostConfig: host = {}, Image: image, ...config } = body
  const {
    NetworkMode: _network,
    PidMode: _pid,
    IpcMode: _ipc,
    VolumesFrom: _from,
    Links: links,
    Mounts: mounts,
    ...rest
  } = host
  for (const field of inPlaceFields) delete rest[field]
  const { networkMode, pidMode, ipcMode, volumesFrom, labels, platform } = template
  return `${SPEC_HASH_VERSION}:${stableHash(
    {
      config,
      host: rest,
      image: isPin(image) ? (template.image ?? '') : image,
      labels,
      platform,
      references: { networkMode, pidMode, ipcMode, volumesFrom, ...(links ? linksOf(template) : {}) },
      mounts: (mounts ?? []).filter(({ Target }) => !delivered.includes(Target)),
      delivered,
      networks: networks.map(({ name, endpoint }) => ({ name, endpoint })),
    },
    32,
  )}`
}
