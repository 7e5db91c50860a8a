import { locate, parseName } from '../arguments/references.ts'
import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'
import { usageError } from '../usage.ts'

export interface UndoOptions extends ActOptions {
  readonly stack?: string
  readonly toRevision?: string
  readonly output: ProgressFormat
}

/** Brings back what services ran before: `rollout undo web`, `rollout undo service/web --to-revision 3`. */
export async function rolloutUndo(context: Context, names: readonly string[], options: UndoOptions): Promise<number> {
  const toRevision = options.toRevision === undefined ? undefined : revisionNumber(options.toRevision)
  return await withInstallation(context, { purpose: 'act', ...options }, async (installation) => {
    const refs = await Promise.all(
      names.map((name) => locate(installation, { ...parseName(name), kind: 'Service' }, options.stack)),
    )
    const request = {
      refs,
      ...(toRevision === undefined ? {} : { toRevision }),
      ...actingAs(options),
      signal: context.signal,
    }
    return await follow(context, () => installation.undo(request), {
      format: options.output,
      served: installation.served,
    })
  })
}

function revisionNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw usageError(`--to-revision ${text}: not a number`, 'write one of `reconcile rollout history`')
}
