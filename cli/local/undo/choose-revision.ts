import type { V1Revision, V1Service } from '../../../api/v1/generated/types.ts'
import { lastGood, newestFirst } from '../../../api/v1/failed-revision.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { describeRef, namedOnCommandLine, refOf } from '../../../api/v1/metadata.ts'

/** The service to undo and its revisions. */
export interface Choice {
  readonly service: V1Service
  readonly revisions: readonly V1Revision[]
  /** The hash of the desired template; undefined while unknown. */
  readonly current: string | undefined
  /** A revision number; undefined or 0 for the newest earlier one that was ready and did not fail. */
  readonly to: number | undefined
}

/** The revision to go back to. Throws NotFound, listing the existing ones. Pure. */
export function chooseRevision({ service, revisions, current, to = 0 }: Choice): V1Revision {
  const byAge = newestFirst(revisions)
  // The desired template may be so new that no loop has created its revision. If the hash is unknown, it is taken for the newest revision.
  const present = current ?? byAge[0]?.spec.hash
  const earlier = byAge.filter(({ spec }) => spec.hash !== present)
  const found = to === 0 ? lastGood(byAge, present) : byAge.find(({ spec }) => spec.number === to)
  if (found) return found
  const ref = refOf(service)
  const history = `\`reconcile rollout history ${namedOnCommandLine(ref)}\``
  throw new InstallationError(exits.failed, `${describeRef(ref)} has ${lacking(to, { byAge, earlier })}`, {
    reason: 'NotFound',
    remedy:
      to === 0 && earlier.length > 0
        ? `name one with \`--to-revision\`; ${history} has them all`
        : `see which there are with ${history}`,
  })
}

interface Known {
  readonly byAge: readonly V1Revision[]
  readonly earlier: readonly V1Revision[]
}

function lacking(to: number, { byAge, earlier }: Known): string {
  if (to === 0)
    return `no revision before its present one${earlier.length === 0 ? '' : ` that was ready and did not fail, only ${numbers(earlier)}`}`
  return `no revision ${to}${byAge.length === 0 ? '' : `, only ${numbers(byAge)}`}`
}

function numbers(byAge: readonly V1Revision[]): string {
  return byAge
    .map(({ spec }) => spec.number)
    .reverse()
    .join(', ')
}
