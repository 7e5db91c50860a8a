import type { V1Service } from '../../../api/v1/generated/types.ts'
import { hookOwner } from '../../../api/v1/hook-job.ts'
import type { Outcome } from '../../../api/v1/progress.ts'
import { stallRemedy } from './stall-remedy.ts'
import { isStoppedByHand } from './stopped-dependency.ts'
import { nameOf, type WaitView } from './wait-view.ts'

/** What is to be said of services that are as was asked, and yet not what somebody may take them for. */
export interface Beside {
  readonly words: readonly string[]
  readonly remedy: Pick<Outcome, 'remedy'>
}

/** Which services are stopped by hand, and which run an older revision as the newest failed before. Pure. */
export function beside({ objects, tasks }: Pick<WaitView, 'objects' | 'tasks'>): Beside {
  const services = objects.filter((each): each is V1Service => each.kind === 'Service')
  const stopped = services.filter((each) => isStoppedByHand(each) && hookOwner(each) === undefined)
  const behind = services.filter((each) => !isStoppedByHand(each) && runsOlder(each))
  const [one] = behind
  const remedies = [...startOf(stopped), ...(one ? [stallRemedy(one, tasks)] : [])]
  return {
    words: [...stoppedWords(stopped), ...behind.map(olderWords)],
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

function stoppedWords(stopped: readonly V1Service[]): readonly string[] {
  const [first, ...more] = stopped
  if (!first) return []
  return [more.length === 0 ? `${nameOf(first)} is stopped` : `${stopped.length} services are stopped`]
}

/** One command for each stack. */
function startOf(stopped: readonly V1Service[]): readonly string[] {
  const byStack = new Map<string, string[]>()
  for (const { metadata } of stopped) {
    const { namespace = '', name } = metadata
    byStack.set(namespace, [...(byStack.get(namespace) ?? []), name])
  }
  const commands = [...byStack].map(([stack, names]) => `\`reconcile start ${names.join(' ')} -n ${stack}\``)
  return commands.length === 0 ? [] : [`start ${stopped.length === 1 ? 'it' : 'them'} with ${commands.join(' and ')}`]
}
