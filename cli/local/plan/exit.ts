import { exits } from '../../../api/v1/installation/installation-error.ts'
import { approvableReasons } from '../../../api/v1/reason-groups.ts'
import { holdReasons, taskReasons } from '../../../api/v1/reasons.ts'
import type { EngineError } from '../../../engine/errors.ts'
import type { PlanResult } from '../../../plan/plan.ts'
import type { Hold } from '../../../store/source/facts/hold.ts'
import type { Core } from '../open/core.ts'
import { wasSeen } from '../waiting/view/hosts-in-view.ts'

/** What else decides how an apply ends. */
export interface Ending {
  /** What waits for an approval. */
  readonly holds: readonly Pick<Hold, 'resources'>[]
  /** The errors of the nodes that do not answer. */
  readonly silent: readonly Pick<EngineError, 'node'>[]
  /** Whether it deletes something. */
  readonly deletes: boolean
}

/**
 * The exit code of the apply, if all goes as planned. A decision that a person has to make ends it before what waits for that decision
 * does. An object that a hold keeps as older files had it is no failure of what was asked for. Pure.
 */
export function exitOf(
  { failures, unmet, end }: Pick<PlanResult, 'failures' | 'unmet' | 'end'>,
  { holds, silent, deletes }: Ending,
  declared: Core['store'],
): number {
  // Nobody knows what runs on a host that was never seen, nor deletes anything on one that does not answer.
  if (silent.some(({ node }) => deletes || !wasSeen(declared, node))) return exits.unreachable
  const waiting = new Set<string>(holds.flatMap(({ resources }) => resources))
  const left = unmet.filter(({ object }) => !waiting.has(object))
  if (silent.length > 0 && left.some(({ reason }) => MAY_BE_OF_SILENCE.has(reason))) return exits.unreachable
  if (failures.length > 0) return exits.failed
  if (left.some(({ reason }) => approvableReasons.has(reason))) return exits.approval
  if (left.length > 0 || end !== 'quiet') return exits.failed
  return holds.length > 0 ? exits.approval : exits.converged
}

/** The reasons that may pass once a silent host answers again: the apply waits for that host, and ends with its silence. */
const MAY_BE_OF_SILENCE: ReadonlySet<string> = new Set([holdReasons.hostUnreachable, taskReasons.noNodeFits])
