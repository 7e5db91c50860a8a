import type {
  V1GenericResource,
  V1Placement,
  V1Resources,
  V1RestartPolicy,
  V1RollbackStrategy,
  V1UpdateStrategy,
} from '../../api/v1/generated/types.ts'
import type { SwarmStack } from '../../api/v1/swarm-stack.ts'
import { type Findings, said } from './found.ts'
import { NOWHERE } from './parked.ts'
import type { Reading } from './reading.ts'

/** The swarm's default restart delay. It is not converted, so that our backoff applies. */
const DEFAULT_DELAY_SECONDS = 5

/** Converts an update config. */
export function updateStrategy(config: Reading): V1UpdateStrategy {
  const action = config.text('FailureAction')
  return said({
    ...pace(config),
    failureAction: action === 'continue' ? 'Continue' : action === 'rollback' ? 'Rollback' : undefined,
  } as const)
}

/** Converts a rollback config. */
export function rollbackStrategy(config: Reading): V1RollbackStrategy {
  const action = config.text('FailureAction')
  return said({ ...pace(config), failureAction: action === 'continue' ? 'Continue' : undefined } as const)
}

function pace(config: Reading) {
  const parallelism = config.take('Parallelism')
  return {
    // 0 means all at once; the default is 1.
    parallelism: typeof parallelism === 'number' && parallelism !== 1 ? parallelism : undefined,
    order: config.text('Order') === 'start-first' ? ('StartFirst' as const) : undefined,
    delaySeconds: config.seconds('Delay'),
    monitorSeconds: config.seconds('Monitor'),
    maxFailureRatio: config.number('MaxFailureRatio'),
  }
}

/** Converts a restart policy. The swarm's default is to restart after any exit. */
export function restartPolicy(policy: Reading): V1RestartPolicy {
  const delay = policy.seconds('Delay')
  return {
    condition: CONDITIONS[policy.text('Condition') ?? 'any'] ?? 'Always',
    ...said({
      delaySeconds: delay === DEFAULT_DELAY_SECONDS ? undefined : delay,
      maxAttempts: policy.number('MaxAttempts'),
      windowSeconds: policy.seconds('Window'),
    }),
  }
}

const CONDITIONS: Readonly<Record<string, 'Always' | 'OnFailure' | 'Never'>> = {
  any: 'Always',
  'on-failure': 'OnFailure',
  none: 'Never',
}

/** Converts resource limits and reservations, and the memory swappiness. */
export function resources(read: Reading): { readonly resources: V1Resources; readonly memorySwappiness?: number } {
  const [limits, kept] = [read.below('Limits'), read.below('Reservations')]
  const memoryBytes = limits.number('MemoryBytes')
  const swap = read.number('SwapBytes')
  const swappiness = read.take('MemorySwappiness')
  const generic = kept.list('GenericResources').flatMap((each) => genericResource(each))
  return {
    resources: said({
      limits: said({
        cpus: cpus(limits.number('NanoCPUs')),
        memoryBytes,
        memorySwapBytes: swap === undefined ? undefined : swap < 0 ? -1 : (memoryBytes ?? 0) + swap,
        pids: limits.number('Pids'),
      }),
      reservations: said({
        cpus: cpus(kept.number('NanoCPUs')),
        memoryBytes: kept.number('MemoryBytes'),
        genericResources: generic,
      }),
    }),
    ...(typeof swappiness === 'number' && swappiness >= 0 ? { memorySwappiness: swappiness } : {}),
  }
}

function genericResource(each: Reading): V1GenericResource[] {
  const [counted, named] = [each.below('DiscreteResourceSpec'), each.below('NamedResourceSpec')]
  const count = counted.text('Kind')
  if (count !== undefined) return [{ kind: count, value: counted.number('Value') ?? 0 }]
  const kind = named.text('Kind')
  return kind === undefined ? [] : [{ kind, ...said({ named: named.text('Value') }) }]
}

function cpus(nano: number | undefined): number | undefined {
  return nano === undefined ? undefined : nano / 1e9
}

/** Converts placement. Constraints without a counterpart are refused. */
export function placement(
  read: Reading,
  { swarmNode, node, hasMoreNodes }: SwarmStack,
  findings: Findings,
): V1Placement {
  // Dropped: the platforms are read from the image again.
  read.take('Platforms')
  const own = read.texts('Constraints').filter((each) => each !== NOWHERE)
  const here = hasMoreNodes ? [`node.name == ${node}`] : []
  return said({
    constraints: [...new Set([...own.flatMap((each) => constraint(each)), ...here])],
    preferences: read.list('Preferences').flatMap((each) => {
      const spread = each.below('Spread').text('SpreadDescriptor')
      return spread === undefined ? [] : [{ spread }]
    }),
    maxReplicasPerNode: read.number('MaxReplicas'),
  })

  function constraint(text: string): readonly string[] {
    const [, key = '', operator, value] = /^\s*([\w.-]+?)\s*(==|!=)\s*(.+?)\s*$/.exec(text) ?? []
    if (/^(node\.(labels\..+|hostname|role|platform\.(os|arch)))$/i.test(key)) {
      if (/^node\.labels\./i.test(key))
        findings.note(
          `${read.where}: ${text} asks for a label of the Node ${node} here: declare it in its manifest, spec.labels`,
        )
      return [text]
    }
    const isHere = key.toLowerCase() === 'node.id' && operator === '==' && value === swarmNode
    if (isHere) return [`node.name == ${node}`]
    findings.refuse(
      `${read.where}: the constraint ${text} can't be asked here: give the node a label, and ask for node.labels.NAME`,
    )
    return []
  }
}
