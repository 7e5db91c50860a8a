import { isImageId } from '../../api/v1/pinned-image.ts'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { stableHash } from '../../api/v1/language/hash.ts'
import type { ContainerBody } from '../types/container.ts'
import { inPlaceFields } from './in-place-fields.ts'
import type { WantedContainer } from './want.ts'

/** Before a hash, so that another way of hashing is never taken for another container. */
export const SPEC_HASH_VERSION = 'v1'

/** What counts towards the hash beside the body's own fields. */
export interface HashParts {
  readonly template: V1TaskTemplate
  readonly networks: WantedContainer['networks']
  readonly delivered: WantedContainer['delivered']
}

/** By service: how many containers it has, and their names, change under a container. */
function linksOf({ links, externalLinks }: V1TaskTemplate): Pick<V1TaskTemplate, 'links' | 'externalLinks'> {
  return { ...(links ? { links } : {}), ...(externalLinks ? { externalLinks } : {}) }
}

/**
 * `v1:` and the hash of what forces a new container. Not in it: what an update changes, the name, our labels, ids (networks, containers and images
 * count by name, so that plan and apply agree and a second node has the same), containers that it is linked to, and the paths of delivered files.
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
  const { networkMode, pidMode, ipcMode, volumesFrom, labels } = template
  return `${SPEC_HASH_VERSION}:${stableHash(
    {
      config,
      host: rest,
      image: isImageId(image) ? (template.image ?? '') : image,
      labels,
      references: { networkMode, pidMode, ipcMode, volumesFrom, ...(links ? linksOf(template) : {}) },
      mounts: (mounts ?? []).filter(({ Target }) => !delivered.includes(Target)),
      delivered,
      networks: networks.map(({ name, endpoint }) => ({ name, endpoint })),
    },
    32,
  )}`
}
