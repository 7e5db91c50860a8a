import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'
import { actOn, type NamingOptions, servicesNamed } from './act-on.ts'

export interface UndoOptions extends ActOptions, NamingOptions {
  readonly toRevision?: string
}

/** Rolls services back to an earlier revision: `rollout undo web`, `rollout undo service/web --to-revision 3`. */
export async function rolloutUndo(context: Context, names: readonly string[], options: UndoOptions): Promise<number> {
  const toRevision = options.toRevision === undefined ? {} : { toRevision: revisionNumber(options.toRevision) }
  const how = { ...toRevision, ...actingAs(options), signal: context.signal }
  return await actOn(context, options, { named: servicesNamed(names), act: (at, refs) => at.undo({ refs, ...how }) })
}

function revisionNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw usageError(`--to-revision ${text}: not a number`, 'write one of `reconcile rollout history`')
}
