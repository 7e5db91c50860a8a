import type { V1Task } from '../../../api/v1/generated/types.ts'
import { serviceKeyOf } from '../../../api/v1/names.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isOneShot } from '../../service/to-end.ts'

/** How long an engine may take to stop its containers when it ends, ms, with a margin: 15 s by default. */
const SHUTDOWN_MS = 20_000

/**
 * Whether a container was stopped by the end of its engine: it ended before the engine's present start, and nothing on the host ended much
 * later. Nothing else tells that from a process that was done: events do not survive the engine's restart, and the exit code may be 0
 * either way. A one-shot that exited with 0 is done in any case.
 */
export function endedWithEngine(task: V1Task, { State: state }: HostContainer, ports: Ports): boolean {
  if (state.Status !== 'exited') return false
  const { node = '' } = task.spec
  const since = engineSince(node, ports)
  const endedAt = timeOf(state.FinishedAt)
  if (since === undefined || endedAt >= since) return false
  if (state.ExitCode === 0 && isOfOneShot(task, ports)) return false
  for (const { State: other } of ports.inventory.host(node)?.containers.values() ?? []) {
    const at = timeOf(other.FinishedAt)
    if (at < since && at > endedAt + SHUTDOWN_MS) return false
  }
  return true
}

/**
 * Whether the engine came up between a container's last known start and its present one: then the restart is no failure of the container.
 */
export function startedWithEngine(task: V1Task, { State: state }: HostContainer, ports: Ports): boolean {
  const before = task.status?.startedAt
  if (before === undefined || before === state.StartedAt) return false
  const since = engineSince(task.spec.node ?? '', ports)
  return since !== undefined && timeOf(before) < since && timeOf(state.StartedAt) >= since
}

/** When a node's engine last started, ms by its own clock: it recreates its default network each time. */
function engineSince(node: string, { inventory }: Ports): number | undefined {
  const created = inventory.networksNamed(node, 'bridge')[0]?.Created
  return created === undefined ? undefined : Date.parse(created) || undefined
}

/** Whether a task's service is meant to end. */
export function isOfOneShot(task: V1Task, { store }: Ports): boolean {
  const service = store.get('Service', serviceKeyOf(task))
  return service !== undefined && isOneShot(service, store)
}

/** Engines write the year 1 for a time that never was. */
function timeOf(text: string | undefined): number {
  return Date.parse(text ?? '') || Number.NEGATIVE_INFINITY
}
