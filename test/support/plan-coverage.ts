import type { PlannedCall } from '../../api/v1/installation/plan-answer.ts'
import { type ChangeSort, changeSorts } from './generate-change.ts'

/** What all cases together have planned. */
export interface Coverage {
  /** Records a case: its sorts of change, and the planned calls. */
  note(sorts: readonly ChangeSort[], calls: readonly PlannedCall[]): void
  /** The number of planned calls. */
  calls(): number
  /** The sorts of change that never led to a call, and the deeds never planned; without `besides`, which can't occur. */
  missing(besides?: { readonly sorts?: readonly ChangeSort[]; readonly deeds?: readonly string[] }): readonly string[]
}

/** All writing calls that controllers make, by kind of object. */
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

/** A call with `*` in place of a name and without parameters, prefixed by the kind of object: an entry of `deeds`. */
export function deedOf({ object, method, path }: PlannedCall): string {
  const what = path.replace(/\?.*/, '').replace(/^\/(containers|networks|volumes)\/(?!create$)[^/]+/, '/$1/*')
  return `${object.split('/')[0]} ${method} ${what}`
}
