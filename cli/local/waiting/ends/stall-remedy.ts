import type { V1Service, V1Task } from '../../../../api/v1/generated/types.ts'
import { isLeftFailed } from '../../../../controllers/service/course.ts'
import { startedAgain } from '../../../../controllers/service/started-again.ts'
import { isRetiring } from '../../../../api/v1/task-phase.ts'
import { tasksOf } from '../view/wait-view.ts'

/** Who continues what this wait leaves unfinished, to end a sentence. */
export const GOES_ON = 'with the next apply, or under `reconcile serve`'

/** What to do about a rollout that failed: whether it goes on by itself once its cause is gone, and what a person does. Pure. */
export function stallRemedy(service: V1Service, tasks: readonly V1Task[]): string {
  const { name, namespace = '' } = service.metadata
  const look = `look at it with \`reconcile describe service/${name} -n ${namespace}\``
  const mend = `${look}; correct the manifest and apply again`
  const retry = `\`reconcile rollout retry ${name} -n ${namespace}\``
  const news = newOf(service, tasks)
  if (needsHand(service, news))
    return `nothing tries its rollout again by itself${aside(service, news)}: ${mend}, or ${retry} once its cause is gone`
  const { cause } = service.status?.rollout ?? {}
  if (cause !== undefined) return `the rollback goes on by itself once that passes, ${GOES_ON}; ${mend}`
  return `it goes on by itself once that passes, ${GOES_ON}; else ${mend}, or begin it anew with ${retry}`
}

/**
 * Whether nothing goes on before a person acts: a revision that is remembered as failed is not tried again, nor is a task that ended for
 * good.
 */
function needsHand(service: V1Service, news: readonly V1Task[]): boolean {
  if (service.status?.rollout?.state === 'RolledBack' || isLeftFailed(service)) return true
  return news.some(({ status }) => status?.phase === 'Failed')
}

/** What goes on all the same: the restart policy of tasks still applies after their rollout failed. */
function aside(service: V1Service, news: readonly V1Task[]): string {
  const again = isLeftFailed(service) ? startedAgain(news) : undefined
  if (again === undefined) return ''
  return `, though a task that fails is started again ${again === 'byEngine' ? 'by its engine' : GOES_ON}`
}

function newOf(service: V1Service, tasks: readonly V1Task[]): readonly V1Task[] {
  const { updateRevision } = service.status ?? {}
  return tasksOf(service, tasks).filter((task) => !isRetiring(task) && task.spec.revision === updateRevision)
}
