import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isReady } from '../slots.ts'

const NONE: ReadonlySet<string> = new Set()

/**
 * The names of ready tasks for which an event has reported the end of this very run of their container. The engine answers no inspect
 * before it has taken the container down or restarted it, which may take hundreds of milliseconds. Empty once the rollout has completed.
 */
export function dyingOf(
  { status = {} }: V1Service,
  tasks: readonly V1Task[],
  { inventory }: Ports,
): ReadonlySet<string> {
  if (status.rollout?.state === 'Completed') return NONE
  const isDying = ({ metadata: { name }, spec, status: { startedAt } = {} }: V1Task) =>
    inventory
      .containersOf(name)
      .some(
        ({ node, container: { Id } }) =>
          node === spec.node && startedAt !== undefined && inventory.lastEnd(node, Id)?.ofRun === startedAt,
      )
  return new Set(tasks.filter((task) => isReady(task) && isDying(task)).map(({ metadata }) => metadata.name))
}
