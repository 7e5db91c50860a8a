import type { V1Mount, V1NetworkAttachment, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { atLeast, since } from './api-version.ts'
import { attachmentsOf } from './endpoints.ts'
import type { UnsupportedField } from './want.ts'

type Feature = keyof typeof since
/** A field, the feature it needs, and whether the template uses it. */
type Use = readonly [field: string, feature: Feature, used: boolean]

/** Features without which the container would be wrong: it would see other data, or have another address. */
const essential: ReadonlySet<Feature> = new Set(['volumeSubpath', 'imageMounts', 'readOnlyMounts', 'endpointMac'])

/** The template's fields that need a newer API than `apiVersion`. */
export function unsupportedFields(template: V1TaskTemplate, apiVersion: string): readonly UnsupportedField[] {
  const uses: Use[] = [
    ['annotations', 'annotations', template.annotations !== undefined],
    [
      'healthcheck.startIntervalSeconds',
      'startInterval',
      template.healthcheck?.startIntervalSeconds !== undefined && !template.healthcheck.disable,
    ],
    ...attachmentsOf(template).flatMap(attachmentUses),
    ...(template.mounts ?? []).flatMap(mountUses),
  ]
  return uses
    .filter(([, feature, used]) => used && !atLeast(apiVersion, since[feature]))
    .map(([field, feature]) => ({ field, needs: since[feature], harmless: !essential.has(feature) }))
}

function attachmentUses(attachment: V1NetworkAttachment, index: number): Use[] {
  const path = `networks.${attachment.network}`
  return [
    // On older engines the first network's address is set on the container itself.
    [`${path}.macAddress`, 'endpointMac', index > 0 && attachment.macAddress !== undefined],
    [`${path}.gwPriority`, 'gatewayPriority', attachment.gwPriority !== undefined],
    [`${path}.interfaceName`, 'interfaceName', attachment.interfaceName !== undefined],
  ]
}

function mountUses({ target, type, bind, volume, tmpfs }: V1Mount): Use[] {
  const path = `mounts.${target}`
  return [
    [`${path}.bind.readOnlyNonRecursive`, 'readOnlyMounts', bind?.readOnlyNonRecursive !== undefined],
    [`${path}.bind.readOnlyForceRecursive`, 'readOnlyMounts', bind?.readOnlyForceRecursive !== undefined],
    [`${path}.volume.subpath`, 'volumeSubpath', volume?.subpath !== undefined],
    [`${path}.tmpfs.options`, 'tmpfsOptions', tmpfs?.options !== undefined],
    [`${path}.type`, 'imageMounts', type === 'Image'],
  ]
}
