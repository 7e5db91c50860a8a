import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isReady } from '../slots.ts'

const NONE: ReadonlySet<string> = new Set()

/**
 * The names of tasks that are taken to be ready, though an event told that this run of their container has ended. An engine answers no
 * inspect before it has taken it down or started it again, which takes a busy one hundreds of milliseconds. None once its rollout is done.
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
