import type {
  V1GenericResource,
  V1ResourceLimits,
  V1ResourceReservations,
  V1TaskTemplate,
} from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { limitsOf, reservationsOf } from '../service-draft.ts'
import { listOf } from '../readers/lists.ts'
import { readerOf } from '../readers/reader.ts'
import { bytes, bytesOrUnlimited, decimal, integer, text } from '../readers/scalars.ts'
import type { AttributeTable } from './attribute.ts'
import { field, mapOf, read, readMapping, within } from './attribute.ts'
import { reservedDevices } from './devices.ts'

const limits: AttributeTable<V1ResourceLimits> = {
  cpus: field('cpus', decimal()),
  memory: field('memoryBytes', bytes),
  pids: field('pids', integer({ min: -1 })),
}

const genericResource: AttributeTable<V1GenericResource> = {
  kind: field('kind', text),
  value: field('value', integer()),
}

const discrete = mapOf<V1GenericResource>(genericResource, () => ({ kind: '' }), ['kind', 'value'])

const genericWrapper = mapOf<{ resource?: V1GenericResource }>(
  { discrete_resource_spec: read('.', readDiscrete, genericResource) },
  () => ({}),
)

function readDiscrete(node: Node, wrapper: { resource?: V1GenericResource }, context: Context): void {
  const resource = discrete(node, context)
  if (resource) wrapper.resource = resource
}

const reservations: AttributeTable<V1ResourceReservations> = {
  cpus: field('cpus', decimal()),
  memory: field('memoryBytes', bytes),
  devices: field('devices', reservedDevices),
  generic_resources: field(
    'genericResources',
    listOf(readerOf(genericWrapper.table, (node, context) => genericWrapper(node, context)?.resource)),
  ),
}

/** The resource attributes of a service outside `deploy`. */
export const resourceAttributes: AttributeTable<V1TaskTemplate> = {
  ...within<V1TaskTemplate, V1ResourceLimits>(
    'resources.limits',
    {
      cpus: field('cpus', decimal()),
      mem_limit: field('memoryBytes', bytes),
      memswap_limit: field('memorySwapBytes', bytesOrUnlimited),
      pids_limit: field('pids', integer({ min: -1 })),
    },
    limitsOf,
  ),
  ...within<V1TaskTemplate, V1ResourceReservations>(
    'resources.reservations',
    { mem_reservation: field('memoryBytes', bytes) },
    reservationsOf,
  ),
}

/** `deploy.resources`; its values must not contradict `mem_limit` and the other attributes outside `deploy`. */
export const deployResources: AttributeTable<V1TaskTemplate> = {
  limits: read<V1TaskTemplate>(
    'limits',
    (node, template, context) => {
      readMapping(node, { table: limits, target: limitsOf(template), context })
    },
    limits,
  ),
  reservations: read<V1TaskTemplate>(
    'reservations',
    (node, template, context) => {
      readMapping(node, { table: reservations, target: reservationsOf(template), context })
    },
    reservations,
  ),
}
