import type { V1Task } from '../../../api/v1/generated/types.ts'
import { holdReasons, serviceReasons } from '../../../api/v1/reasons.ts'
import type { Pause } from '../../holds/pause.ts'
import type { Stop } from '../../holds/stop.ts'
import { failingCall } from '../../task/act/failing-call.ts'
import { leftOf } from '../stopped.ts'
import type { ServiceView } from '../view.ts'
import { desired, wordsOf, type Said } from './said.ts'

/** What people asked for (pause, deletion, stop), which counts before how the rollout goes; undefined where they asked for nothing. */
export function heldOrEnding(view: ServiceView): Said | undefined {
  if (view.paused)
    return { status: 'False', reason: serviceReasons.rolloutPaused, message: pausedWords(view, view.paused) }
  if (view.service.metadata.deletionTimestamp) return stopping(view.tasks)
  if (view.stopped) return stopped(view, view.stopped)
  const own = view.ourselves && desired(view) === 0 ? ownAlone(view.tasks) : undefined
  return own && leftToPerson(own)
}

/** The pause first, as it has to end before a start. */
function pausedWords({ stopped }: ServiceView, { message }: Pause): string {
  return stopped ? `${message}; ${stopped.message}` : message
}

/** The condition of a stopped service: True once no task is left that should go. */
function stopped(view: ServiceView, { message }: Stop): Said {
  const left = leftOf(view)
  if (left.length === 0) return { status: 'True', reason: serviceReasons.stopped, message }
  return stopping(left, `${message}; `)
}

function stopping(tasks: readonly V1Task[], why = ''): Said {
  const own = ownAlone(tasks)
  if (own) return leftToPerson(own, why)
  return { status: 'False', reason: serviceReasons.stoppingInOrder, message: `${why}${stillThere(tasks)}` }
}

/** The task that these controllers run in, where it alone is left of all that is to go: nobody ends that but a person. */
function ownAlone(tasks: readonly V1Task[]): V1Task | undefined {
  return tasks.every(({ status }) => status?.reason === holdReasons.ownContainer) ? tasks[0] : undefined
}

function leftToPerson(own: V1Task, why = ''): Said {
  return { status: 'False', reason: holdReasons.ownContainer, message: `${why}${wordsOf(own)}` }
}

/** How many tasks are still to go, and what keeps one of them whose engine fails or does not answer. */
function stillThere(tasks: readonly V1Task[]): string {
  const count = tasks.length === 1 ? 'a task is still there' : `${tasks.length} tasks are still there`
  const stuck = tasks.find(({ status }) => failingCall(status) ?? status?.phase === 'Unknown')
  return stuck ? `${count}; ${wordsOf(stuck)}` : count
}
