import type { RefusedRequest } from '../../../api/server/asked-for.ts'
import type { Caller } from '../../../api/v1/installation/caller.ts'
import { pause } from '../../../clock/sleep.ts'
import type { Core } from '../open/core.ts'
import { recordTold } from './record-changes.ts'

/** So many refusals of a token are recorded one by one each minute, and those beyond as one. */
const MOST_SINGLE = 10
const GATHER_MS = 60_000

interface Gathered {
  count: number
  /** Records the last of them, and how many they were. */
  tell?: (within: string) => void
}

/** Returns a function that records what tokens may not. One that asks again and again does not fill the audit log. */
export function recordRefusals(
  core: Pick<Core, 'store' | 'audit' | 'clock' | 'closing'>,
): (by: Caller, what: RefusedRequest) => void {
  const gatheredOf = new Map<string | undefined, Gathered>()
  const gather = (name: string | undefined): Gathered => {
    const gathered: Gathered = { count: 0 }
    gatheredOf.set(name, gathered)
    const end = () => {
      gatheredOf.delete(name)
      gathered.tell?.(`the last of ${gathered.count - MOST_SINGLE} more within ${GATHER_MS / 1_000} s`)
    }
    void pause(core.clock, GATHER_MS, core.closing).then(end, end)
    return gathered
  }
  return (by, what) => {
    const name = 'name' in by ? by.name : undefined
    const gathered = gatheredOf.get(name) ?? gather(name)
    const record = recordTold(core, by)
    if (++gathered.count <= MOST_SINGLE) record(what)
    else gathered.tell = (within) => record({ ...what, refused: `${within}: ${what.refused}` })
  }
}
