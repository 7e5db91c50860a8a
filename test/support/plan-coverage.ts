import type { PlannedCall } from '../../api/v1/installation/plan-answer.ts'
import { type ChangeSort, changeSorts } from './generate-change.ts'

/** What cases planned, taken together. */
export interface Coverage {
  /** Notes a case: the sorts of change that it was about, and what was planned for them. */
  note(sorts: readonly ChangeSort[], calls: readonly PlannedCall[]): void
  /** How many calls were planned. */
  calls(): number
  /** The sorts of change that never led to a call, and the deeds that were never planned, but for those that can't be. */
  missing(besides?: { readonly sorts?: readonly ChangeSort[]; readonly deeds?: readonly string[] }): readonly string[]
}

/** Everything that is done to an engine, and for which kind of object: created, edited in place, replaced, taken away. */
const deeds = [
  'Network POST /networks/create',
  'Network DELETE /networks/*',
  'Volume POST /volumes/create',
  'Secret PUT /containers/*/archive',
  'Config PUT /containers/*/archive',
  'Task POST /images/create',
  'Task POST /containers/create',
  'Task POST /containers/*/start',
  'Task POST /containers/*/stop',
  'Task POST /containers/*/update',
  'Task POST /containers/*/rename',
  'Task POST /containers/*/unpause',
  'Task POST /networks/*/connect',
  'Task DELETE /containers/*',
]

export function createCoverage(): Coverage {
  const seen = new Set<string>()
  let count = 0
  return {
    note(sorts, calls) {
      count += calls.length
      for (const call of calls) seen.add(deedOf(call))
      if (calls.length > 0) for (const sort of sorts) seen.add(sort)
    },
    calls: () => count,
    missing: (besides = {}) =>
      [...changeSorts, ...deeds].filter(
        (each) => ![...seen, ...(besides.sorts ?? []), ...(besides.deeds ?? [])].includes(each),
      ),
  }
}

/** What a call does, whatever it is called that it does it to: `Task POST /containers/NAME/start` without the name. */
export function deedOf({ object, method, path }: PlannedCall): string {
  const what = path.replace(/\?.*/, '').replace(/^\/(containers|networks|volumes)\/(?!create$)[^/]+/, '/$1/*')
  return `${object.split('/')[0]} ${method} ${what}`
}
