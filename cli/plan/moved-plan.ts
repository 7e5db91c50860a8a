import { resolve } from 'node:path'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Asked } from './ask-plan.ts'
import type { Context } from '../context.ts'
import { HIDDEN, movedCalls } from './moved-calls.ts'
import { digestsOf, type PlanFile } from './plan-file.ts'
import { maybeMoved, surroundingsMoved, surroundingsOf } from './plan-surroundings.ts'

/** At most this many differences are listed. */
const MOST_TOLD = 10

/** Throws if a kept plan no longer holds: its manifests changed, or other calls would be made now. `path` is the plan's file. */
export function refuseMoved(
  { cwd, env }: Pick<Context, 'cwd' | 'env'>,
  { path, kept }: { readonly path: string; readonly kept: PlanFile },
  { sources, planned, needs }: Pick<Asked, 'sources' | 'planned' | 'needs'>,
): void {
  if (planned.errors.length > 0) throw moved(path, planned.errors)
  const [before, after] = [kept.manifests, digestsOf(sources, cwd)]
  const files = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (file) => before[file] !== after[file],
  )
  if (files.length > 0)
    throw moved(path, [...files.map((file) => fileWords(file, before, after)), ...elsewhere(cwd, kept)])
  const differences = movedCalls(kept.calls, planned.calls)
  const here = surroundingsOf({ env }, { needs, planned }, kept.made)
  const hidden = differences.some((line) => line.includes(HIDDEN)) ? maybeMoved(kept, here) : []
  const causes = [...surroundingsMoved(kept, here), ...hidden]
  if (differences.length > 0) throw moved(path, [...causes, ...elsewhere(cwd, kept), ...differences])
}

function elsewhere(cwd: string, { directory }: PlanFile): readonly string[] {
  if (directory === undefined || directory === resolve(cwd)) return []
  return [`its paths were looked for in ${cwd}, and it was made in ${directory}`]
}

function moved(path: string, differences: readonly string[]): InstallationError {
  const rest = differences.length > MOST_TOLD ? [`and ${differences.length - MOST_TOLD} more`] : []
  const told = [...differences.slice(0, MOST_TOLD), ...rest].map((line) => `\n  ${line}`).join('')
  return new InstallationError(
    exits.failed,
    `what ${path} planned is not what would be done now; nothing was changed:${told}`,
    {
      remedy: 'make a new plan, look at it, and apply that',
    },
  )
}

function fileWords(
  file: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string {
  if (before[file] === undefined) return `${file} is new`
  return after[file] === undefined ? `${file} is gone` : `${file} has changed`
}
