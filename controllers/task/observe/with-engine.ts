import type { V1Task } from '../../../api/v1/generated/types.ts'
import { serviceKeyOf } from '../../../api/v1/names.ts'
import { ownGraceSeconds } from '../../../engine/container/own-grace.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import { adoptionOf } from '../../adoption/records.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isOneShot } from '../../service/to-end.ts'

/** How much longer than its grace a container may take to end when its engine does, ms: one that was killed is waited for, too. */
const MARGIN_MS = 10_000

/**
 * Whether a container was stopped by the end of its engine: it ended before the engine's present start, and no other of the host is known
 * to have run on through that. Nothing else tells that from a process that was done: events do not survive the engine's restart, and the
 * exit code may be 0 either way. A one-shot that exited with 0 is done in any case.
 */
export function endedWithEngine(task: V1Task, { State: state }: HostContainer, ports: Ports): boolean {
  if (state.Status !== 'exited') return false
  const { node = '' } = task.spec
  const since = engineSince(node, ports)
  const endedAt = timeOf(state.FinishedAt)
  if (since === undefined || endedAt >= since) return false
  if (state.ExitCode === 0 && isOfOneShot(task, ports)) return false
  return ![...(ports.inventory.host(node)?.containers.values() ?? [])].some((other) => ranOn(other, endedAt))
}

/**
 * Whether one run of a container began before a time and went on for longer than its engine would let it when it ends. What was started
 * again since does not tell: its run before may have been of a later life of the engine.
 */
function ranOn(container: HostContainer, at: number): boolean {
  const { StartedAt, FinishedAt } = container.State
  return timeOf(StartedAt) <= at && timeOf(FinishedAt) > at + ownGraceSeconds(container) * 1000 + MARGIN_MS
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

/**
 * Whether a container of ours that never ran was made before its engine's present life. Where the engine ended in the middle of its start,
 * what runs containers still has a task of its id: 20.10 refuses each further start, and 28.5 ends and restarts it for ever, with a
 * process that outlives its removal. Removed before another start, it leaves none (measured on both).
 */
export function madeBeforeEngine(
  { Id: id, Created: created, State }: HostContainer,
  node: string,
  ports: Ports,
): boolean {
  if (State.Status !== 'created' || adoptionOf(ports.store, 'Container', id)) return false
  const since = engineSince(node, ports)
  return since !== undefined && timeOf(created) < since
}

/** Whether the engine came up since the last known start of a task's container, which is gone: nobody saw it go. */
export function goneWithEngine({ status, spec: { node = '' } }: V1Task, ports: Ports): boolean {
  const since = engineSince(node, ports)
  return since !== undefined && status?.startedAt !== undefined && timeOf(status.startedAt) < since
}

/**
 * When a node's engine last started, ms by its own clock: it recreates its default network each time. Unknown where that is later than the
 * engine's own time: its clock was set back since, and what ends from then on would seem to have ended before.
 */
function engineSince(node: string, { inventory }: Ports): number | undefined {
  const since = timeOf(inventory.networksNamed(node, 'bridge')[0]?.Created)
  const { time = 0 } = inventory.host(node)?.info ?? {}
  const isSetBack = time > 0 && since > time
  return isSetBack || since === Number.NEGATIVE_INFINITY ? undefined : since
}

/** Whether a task's service is meant to end. */
function isOfOneShot(task: V1Task, { store }: Ports): boolean {
  const service = store.get('Service', serviceKeyOf(task))
  return service !== undefined && isOneShot(service, store)
}

/** Engines write the year 1 for a time that never was. */
function timeOf(text: string | undefined): number {
  return Date.parse(text ?? '') || Number.NEGATIVE_INFINITY
}
