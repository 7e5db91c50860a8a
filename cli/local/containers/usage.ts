import type { TaskUsage, Usage, UsageRequest } from '../../../api/v1/installation/usage.ts'
import { labels } from '../../../api/v1/labels.ts'
import { splitKey } from '../../../api/v1/names.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Flight, SingleFlight } from '../../../controllers/runtime/single-flight.ts'
import type { Engine } from '../../../engine/engine.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { PlacedContainer } from '../../../engine/inventory.ts'
import type { ContainerStats } from '../../../engine/types/stats.ts'
import type { Core } from '../open/core.ts'

/** What to measure. */
export interface Measuring {
  readonly core: Pick<Core, 'engines' | 'store'>
  readonly loops: Pick<Loops, 'inventory'>
  readonly request: UsageRequest
  /** By node and container: who asks meanwhile gets the same. */
  readonly share: SingleFlight
}

/** Measures the resource usage of the tasks of a stack, or of all. */
export async function measure({ core, loops, request, share }: Measuring): Promise<Usage> {
  const engines = await core.engines()
  const tasks = runningIn(loops, request.stack).map(async (placed) => {
    const { node, container } = placed
    const ask = ({ signal }: Flight) => statsOf(placed, engines.get(node), signal)
    return usageOf(placed, core, await share(`${node}/${container.Id}`, ask, request))
  })
  return {
    tasks: await Promise.all(tasks),
    nodes: loops.inventory.hosts().map(({ node, info }) => ({
      node,
      ...(info ? { cpus: info.cpus, memoryBytes: info.memoryBytes } : {}),
    })),
  }
}

function runningIn({ inventory }: Measuring['loops'], stack: string | undefined): readonly Required<PlacedContainer>[] {
  return inventory.hosts().flatMap(({ node, containers }) =>
    [...containers.values()].flatMap((container) => {
      const { [labels.stack]: of = '', [labels.task]: task } = container.Config.Labels ?? {}
      if (task === undefined || container.State.Status !== 'running' || (stack ?? of) !== of) return []
      return [{ node, container, taskKey: `${of}/${task}` }]
    }),
  )
}

/** The stats of a container; undefined if it ended meanwhile or its engine does not answer, which the node reports itself. */
async function statsOf(
  { node, container, taskKey }: Required<PlacedContainer>,
  engine: Engine | undefined,
  signal: AbortSignal,
): Promise<ContainerStats | undefined> {
  try {
    const run = { signal, object: `Task/${taskKey}`, reason: `what it uses on ${node} is asked for` }
    return await engine?.stats({ id: container.Id }, run)
  } catch (error) {
    if (!isEngineError(error) || error.code === 'Cancelled') throw error
    return undefined
  }
}

function usageOf(
  { node, container, taskKey }: Required<PlacedContainer>,
  { store }: Pick<Core, 'store'>,
  stats: ContainerStats | undefined,
): TaskUsage {
  const { namespace: stack = '', name: task } = splitKey(taskKey)
  const service = store.get('Task', taskKey)?.spec.service ?? container.Config.Labels?.[labels.name] ?? task
  const limit = container.HostConfig.Memory ?? 0
  return { stack, service, task, node, ...stats, ...(limit > 0 ? { memoryLimitBytes: limit } : {}) }
}
