import type { V1Task } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import { joinedContainers } from '../../../api/v1/template-refs.ts'
import { nameOf } from '../../../engine/container/name.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import { because, type Run } from '../../../engine/run.ts'
import { engineOf } from '../../runtime/engine-of.ts'
import type { Ports } from '../../runtime/ports.ts'
import { refresh } from '../act/container-calls.ts'
import { hasEnded, isRetiring } from '../../../api/v1/task-phase.ts'

/**
 * The containers that a task names to share their namespaces (`network_mode: container:NAME`), and that the inventory does not have. The
 * inventory lists only our containers; a foreign one is followed once it was looked up.
 */
export function unknownJoined({ spec }: V1Task, { inventory }: Pick<Ports, 'inventory'>): readonly string[] {
  const names = joinedContainers(spec.template)
  return names.length === 0 ? names : names.filter((name) => !inventory.containerNamed(spec.node ?? '', name))
}

/** Whether a named container is known and does not run. */
export function isJoinedDown({ spec }: V1Task, { inventory }: Pick<Ports, 'inventory'>): boolean {
  const down = (found: HostContainer | undefined) => found !== undefined && found.State.Status !== 'running'
  return joinedContainers(spec.template).some((name) => down(inventory.containerNamed(spec.node ?? '', name)))
}

/** Looks up the containers of `unknownJoined`. Engine errors are ignored: they come again in the task's own calls, which report them. */
export async function lookUpJoined(task: V1Task, ports: Ports, run: Run): Promise<void> {
  const { node = '' } = task.spec
  const host = ports.inventory.host(node)
  if (!host?.synced || host.unreachable !== undefined || isRetiring(task) || hasEnded(task)) return
  const at = { ports, run: because(run, 'its namespaces are those of a named container') }
  const looks = unknownJoined(task, ports).map((name) => refresh(name, engineOf(node, ports), at))
  for (const look of await Promise.allSettled(looks))
    if (look.status === 'rejected' && !isEngineError(look.reason)) throw look.reason
}

/**
 * The known containers whose namespaces a container shares. Engines store their ids, except for a network whose container did not exist
 * yet: then they store its name, and look that up at each start.
 */
export function joinedBy(
  container: HostContainer,
  node: string,
  { inventory }: Pick<Ports, 'inventory'>,
): HostContainer[] {
  const { NetworkMode, IpcMode, PidMode } = container.HostConfig
  return [NetworkMode, IpcMode, PidMode].flatMap((mode) => {
    if (!mode?.startsWith(CONTAINER)) return []
    const reference = mode.slice(CONTAINER.length)
    return inventory.host(node)?.containers.get(reference) ?? inventory.containerNamed(node, reference) ?? []
  })
}

const CONTAINER = 'container:'

/** What a person calls a container: its service if it is one of ours, else its own name; undefined for none. */
export function familiarNameOf(container: HostContainer | undefined): string | undefined {
  return container && (container.Config.Labels?.[labels.name] ?? nameOf(container))
}
