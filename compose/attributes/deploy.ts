import type {
  V1Placement,
  V1RestartPolicy,
  V1RollbackStrategy,
  V1ServiceSpec,
  V1SpreadPreference,
  V1UpdateStrategy,
} from '../../api/v1/generated/types.ts'
import { MOST_REPLICAS } from '../../api/v1/replicas.ts'
import { textMap } from '../readers/key-values.ts'
import { listOf, texts } from '../readers/lists.ts'
import { orNothing } from '../readers/reader.ts'
import { decimal, integer, oneOf, seconds, text } from '../readers/scalars.ts'
import type { ServiceDraft } from '../service-draft.ts'
import type { AttributeTable } from './attribute.ts'
import { field, fieldAsWritten, mapOf, read, readMapping, within } from './attribute.ts'
import { deployResources } from './resources.ts'

const modes = {
  replicated: 'Replicated',
  global: 'Global',
  'replicated-job': 'ReplicatedJob',
  'global-job': 'GlobalJob',
} as const

const strategy: AttributeTable<Omit<V1RollbackStrategy, 'failureAction'>> = {
  parallelism: field('parallelism', integer()),
  delay: field('delaySeconds', seconds),
  monitor: field('monitorSeconds', seconds),
  max_failure_ratio: field('maxFailureRatio', decimal({ max: 1 })),
  order: field('order', oneOf({ 'stop-first': 'StopFirst', 'start-first': 'StartFirst' })),
}

const update: AttributeTable<V1UpdateStrategy> = {
  ...strategy,
  failure_action: field(
    'failureAction',
    orNothing(oneOf({ pause: 'Pause', continue: 'Continue', rollback: 'Rollback' })),
  ),
}

const rollback: AttributeTable<V1RollbackStrategy> = {
  ...strategy,
  failure_action: field('failureAction', orNothing(oneOf({ pause: 'Pause', continue: 'Continue' }))),
}

const spread: AttributeTable<V1SpreadPreference> = { spread: field('spread', text) }

const placement: AttributeTable<V1Placement> = {
  constraints: field('constraints', texts),
  preferences: field('preferences', listOf(mapOf<V1SpreadPreference>(spread, () => ({ spread: '' }), ['spread']))),
  max_replicas_per_node: field('maxReplicasPerNode', integer()),
}

/** The conditions of Swarm, and the words of `restart`, which Compose accepts here too. */
const conditions = {
  none: 'Never',
  'on-failure': 'OnFailure',
  any: 'Always',
  'unless-stopped': 'UnlessStopped',
  always: 'Always',
  no: 'Never',
} as const

const restartPolicy: AttributeTable<V1RestartPolicy> = {
  condition: field('condition', orNothing(oneOf(conditions))),
  delay: field('delaySeconds', seconds),
  max_attempts: field('maxAttempts', integer()),
  window: field('windowSeconds', seconds),
}

const endpoint = read<V1ServiceSpec>('endpoint.mode', (node, spec, context) => {
  if (node.value === '') return
  const mode = oneOf({ vip: 'VIP', dnsrr: 'DNSRR' } as const)(node, context)
  if (mode) context.ledger.pen(node).set(spec, 'endpoint', { mode })
})

const specAttributes: AttributeTable<V1ServiceSpec> = {
  mode: field('mode', orNothing(oneOf(modes))),
  replicas: field('replicas', integer({ max: MOST_REPLICAS })),
  endpoint_mode: endpoint,
  placement: field(
    'placement',
    mapOf<V1Placement>(placement, () => ({})),
  ),
  update_config: fieldAsWritten(
    'updateStrategy',
    mapOf<V1UpdateStrategy>(update, () => ({})),
  ),
  rollback_config: fieldAsWritten(
    'rollbackStrategy',
    mapOf<V1RollbackStrategy>(rollback, () => ({})),
  ),
}

const deployAttributes: AttributeTable<ServiceDraft> = {
  ...within<ServiceDraft, V1ServiceSpec>('spec', specAttributes, (draft) => draft.spec),
  labels: read('metadata.labels', (node, draft, context) => {
    Object.assign(draft.labels, textMap('')(node, context))
  }),
  resources: read(
    'spec.template.resources',
    (node, draft, context) => {
      readMapping(node, { table: deployResources, target: draft.spec.template, context })
    },
    deployResources,
  ),
  restart_policy: read(
    'spec.template.restartPolicy',
    (node, draft, context) => {
      const value = mapOf<V1RestartPolicy>(restartPolicy, () => ({}))(node, context)
      if (value) draft.deployRestart = { value, node }
    },
    restartPolicy,
  ),
}

/** `deploy`. */
export const deploy = read<ServiceDraft>(
  'spec',
  (node, draft, context) => {
    readMapping(node, { table: deployAttributes, target: draft, context })
  },
  deployAttributes,
)
