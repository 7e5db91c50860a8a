import type { V1RolloutStatus, V1Task } from '../../../api/v1/generated/types.ts'
import { readyCount } from '../../../api/v1/ready-count.ts'
import { holdReasons, serviceReasons, taskReasons } from '../../../api/v1/reasons.ts'
import { withWhoDoesIt } from '../../runtime/who-does-it.ts'
import type { UnknownContents } from '../observe/unknown-contents.ts'
import type { ServicePlan } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import { restartCommand } from '../restart.ts'
import { isOfTemplate } from '../target.ts'
import type { AdoptableContainer, ServiceView } from '../view.ts'
import { goingBack, remedyOf } from './failed-rollout.ts'
import { heldOrEnding } from './held-or-ending.ts'
import { rollingOut } from './rolling-out.ts'
import { waitingIn, wordsOf, type Counts, type Said } from './said.ts'

/** What the Ready condition says: what people asked for first, then how the rollout goes, then what its tasks wait for. */
export function readyOf(view: ServiceView, plan: ServicePlan, counts: Counts): Said {
  const said = heldOrEnding(view) ?? rolloutVerdict(view, plan, counts)
  return view.isUnattended && UNDER_WAY.has(said.reason) ? leftUndone(said, view) : said
}

/** Reasons that say something is being done. */
const UNDER_WAY: ReadonlySet<string> = new Set([
  ...[serviceReasons.rollingOut, serviceReasons.rollingBack, serviceReasons.stoppingInOrder],
])

/**
 * Says that nobody does it. A rollback keeps its reason: the update failed, whoever goes on with it. So does what fits no node: no command
 * gets further while that is so.
 */
function leftUndone({ reason, message, ...said }: Said, view: ServiceView): Said {
  const waiting = reason === serviceReasons.rollingOut ? waitingIn(view) : undefined
  if (waiting && replicaOf(waiting).unplaced)
    return { ...said, reason: waiting.status?.reason ?? taskReasons.noNodeFits, message }
  return {
    ...said,
    reason: reason === serviceReasons.rollingBack ? reason : holdReasons.notDoneYet,
    message: withWhoDoesIt(message, view),
  }
}

function rolloutVerdict(view: ServiceView, plan: ServicePlan, counts: Counts): Said {
  const { rollout } = plan
  const missing = counts.desiredReplicas - counts.readyReplicas
  const why = rollout.message ?? 'the update failed'
  if (rollout.state === 'Stalled')
    return { status: 'False', reason: serviceReasons.rolloutFailed, message: `${why}; ${remedyOf(view, plan)}` }
  if (rollout.state === 'RollingBack')
    return { status: 'False', reason: serviceReasons.rollingBack, message: goingBack(view, why) }
  if (view.unknown) return whileUnknown(view, view.unknown, counts)
  if (rollout.state === 'RolledBack') {
    const also = missing > 0 ? `; ${notReady(view, counts).message}` : ''
    const message = `rolled back to ${rollout.revision}: ${why}; ${remedyOf(view, plan)}${also}`
    return { status: 'False', reason: serviceReasons.rolledBack, message }
  }
  if (rollout.state === 'Paused') return whileHeld(view, rollout, counts)
  if (missing > 0) return notReady(view, counts)
  if (view.nowhere !== undefined) return nowhere(view.nowhere, rollout, counts)
  if (rollout.state === 'Progressing') return rollingOut(view, plan, counts)
  if (view.misplaced !== undefined)
    return {
      status: 'False',
      reason: serviceReasons.tasksMisplaced,
      message: `${readyCount(counts)}; ${view.misplaced}`,
    }
  const doubled = doubledIn(view)
  if (doubled)
    return { status: 'False', reason: taskReasons.duplicate, message: `${readyCount(counts)}; ${wordsOf(doubled)}` }
  return allReady(view, counts)
}

/** The condition while some content is unknown. What runs of the declared template goes on with the content that it was made with. */
function whileUnknown({ service, tasks }: ServiceView, unknown: UnknownContents, counts: Counts): Said {
  const isAsDeclared = tasks.every(
    (task) => replicaOf(task).retiring || isOfTemplate(task.spec.revision ?? '', service),
  )
  const isThere = counts.readyReplicas > 0 && counts.readyReplicas >= counts.desiredReplicas
  if (!isThere || !isAsDeclared) return { status: 'False', ...unknown }
  const message = `${readyCount(counts)}, with what was mounted before; ${unknown.message}`
  return { status: 'True', reason: serviceReasons.allReady, message }
}

/** The condition of a service that runs as it is to, perhaps with rollouts paused, or with a difference that its engine won't undo. */
function allReady(view: ServiceView, counts: Counts): Said {
  const ready = readyCount(counts)
  if (view.held)
    return { status: 'True', reason: serviceReasons.rolloutPaused, message: `${ready}; ${view.held.message}` }
  const unhealed = unhealedIn(view)
  const message = unhealed ? `${ready}; ${wordsOf(unhealed)}` : ready
  return { status: 'True', reason: serviceReasons.allReady, message }
}

/** The condition of a Global service that no node fits: it waits while a rollout is under way, and else is as it should be. */
function nowhere(why: string, { state }: V1RolloutStatus, counts: Counts): Said {
  const status = state === 'Progressing' ? 'False' : 'True'
  return { status, reason: taskReasons.noNodeFits, message: `${readyCount(counts)}; ${why}` }
}

function notReady(view: ServiceView, counts: Counts): Said {
  const waiting = waitingIn(view)
  const reason = waiting?.status?.reason ?? serviceReasons.tasksNotReady
  const stays = waiting && view.staying?.get(waiting.metadata.name)
  const why = waiting ? `; ${wordsOf(waiting)}${stays === undefined ? '' : `; it stays there: ${stays}`}` : ''
  const undecided = view.adoptable.find((container) => container.undecided !== undefined)
  const beside = undecided ? `; ${undecidedWords(undecided)}` : ''
  const remedy = reason === taskReasons.gaveUp ? `; ${restartCommand(view.service)} runs it again` : ''
  return { status: 'False', reason, message: `${readyCount(counts)}${why}${beside}${remedy}` }
}

/** The message about a container that is neither adopted nor removed, as it is unknown which of two copies of data counts. */
function undecidedWords({ task, node, undecided }: AdoptableContainer): string {
  return `${task} runs on ${node} beside it, and is left alone: ${undecided}`
}

/** The condition while rollouts are paused and not everything is as declared. */
function whileHeld(view: ServiceView, { updated = 0, message }: V1RolloutStatus, counts: Counts): Said {
  const { readyReplicas, desiredReplicas } = counts
  const ready = readyReplicas < desiredReplicas ? notReady(view, counts).message : readyCount(counts)
  return {
    status: 'False',
    reason: serviceReasons.rolloutPaused,
    message: `${message}; ${updated} of ${desiredReplicas} updated, ${ready}`,
  }
}

/** A running task that has a duplicate container: the service is not as it should be until the duplicate is gone. */
function doubledIn({ tasks }: ServiceView): V1Task | undefined {
  return tasks.find((task) => !replicaOf(task).retiring && task.status?.reason === taskReasons.duplicate)
}

/** A running task that somebody else changed, and whose engine refuses to undo that: it runs well, other than declared. */
function unhealedIn({ tasks }: ServiceView): V1Task | undefined {
  return tasks.find((task) => !replicaOf(task).retiring && task.status?.reason === taskReasons.updateFailed)
}
