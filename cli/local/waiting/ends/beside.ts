import type { V1Service, V1Task } from '../../../../api/v1/generated/types.ts'
import { groupBy } from '../../../../api/v1/language/group-by.ts'
import { hookOwner } from '../../../../api/v1/hook-job.ts'
import type { Outcome } from '../../../../api/v1/installation/progress.ts'
import { stallRemedy } from './stall-remedy.ts'
import { isStoppedByHand } from './stopped-dependency.ts'
import { nameOf, servicesAmong, type WaitView } from '../view/wait-view.ts'

/** What an outcome says of services that are as was asked, but not as somebody may expect. */
export interface Beside {
  readonly words: readonly string[]
  readonly remedy: Pick<Outcome, 'remedy'>
}

/** Names the services that are stopped by hand, and those that run an older revision, as the newest failed before or is paused. Pure. */
export function beside({ objects, tasks }: Pick<WaitView, 'objects' | 'tasks'>): Beside {
  const services = servicesAmong(objects)
  const stopped = services.filter((each) => isStoppedByHand(each) && hookOwner(each) === undefined)
  const behind = services.filter((each) => !isStoppedByHand(each) && runsOlder(each))
  const paused = services.filter(({ status }) => status?.rollout?.state === 'Paused')
  const remedies = [...startOf(stopped), ...mendOf(behind, tasks)]
  return {
    words: [...stoppedWords(stopped), ...behind.map(olderWords), ...paused.map(pausedWords)],
    remedy: remedies.length === 0 ? {} : { remedy: remedies.join('; ') },
  }
}

function runsOlder({ status }: V1Service): boolean {
  const state = status?.rollout?.state
  return state === 'RolledBack' || state === 'Stalled'
}

function olderWords(service: V1Service): string {
  const { currentRevision, rollout } = service.status ?? {}
  const why = rollout?.message === undefined ? '' : `: ${rollout.message}`
  return `${nameOf(service)} runs ${currentRevision ?? 'its last revision'}, as its newest revision failed before${why}`
}

/** Its message says what lets it go on. */
function pausedWords(service: V1Service): string {
  return `${nameOf(service)} is not updated: ${service.status?.rollout?.message ?? 'its rollouts are paused'}`
}

function stoppedWords(stopped: readonly V1Service[]): readonly string[] {
  const [first, ...more] = stopped
  if (!first) return []
  return [more.length === 0 ? `${nameOf(first)} is stopped` : `${stopped.length} services are stopped`]
}

function startOf(stopped: readonly V1Service[]): readonly string[] {
  if (stopped.length === 0) return []
  return [`start ${stopped.length === 1 ? 'it' : 'them'} with ${commandsFor('start', stopped)}`]
}

function mendOf(behind: readonly V1Service[], tasks: readonly V1Task[]): readonly string[] {
  const [one, ...more] = behind
  if (!one) return []
  if (more.length === 0) return [stallRemedy(one, tasks)]
  return [
    `correct their manifests and apply again, or ${commandsFor('rollout retry', behind)} once their causes are gone`,
  ]
}

/** One command for each stack. */
function commandsFor(verb: string, services: readonly V1Service[]): string {
  const byStack = [...groupBy(services, ({ metadata: { namespace = '' } }) => namespace)]
  const namesOf = (all: readonly V1Service[]) => all.map(({ metadata }) => metadata.name).join(' ')
  return byStack.map(([stack, all]) => `\`reconcile ${verb} ${namesOf(all)} -n ${stack}\``).join(' and ')
}
