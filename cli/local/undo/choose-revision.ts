import type { V1Revision, V1Service } from '../../../api/v1/generated/types.ts'
import { lastGood, newestFirst } from '../../../api/v1/failed-revision.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { describeRef, namedOnCommandLine, refOf } from '../../../api/v1/metadata.ts'

/** What an undo of a service is chosen from. */
export interface Choice {
  readonly service: V1Service
  readonly revisions: readonly V1Revision[]
  /** The hash of what is declared now; undefined while that is not known. */
  readonly current: string | undefined
  /** A revision's number; undefined or 0 for the newest before the present one that was ready and did not fail. */
  readonly to: number | undefined
}

/** The revision that an undo goes back to; refused where there is none such, with those there are. Pure. */
export function chooseRevision({ service, revisions, current, to = 0 }: Choice): V1Revision {
  const byAge = newestFirst(revisions)
  // What is declared may be so new that no loop has made a revision of it; where it is not known, it is taken for the newest.
  const present = current ?? byAge[0]?.spec.hash
  const earlier = byAge.filter(({ spec }) => spec.hash !== present)
  const found = to === 0 ? lastGood(byAge, present) : byAge.find(({ spec }) => spec.number === to)
  if (found) return found
  const ref = refOf({ kind: 'Service', metadata: service.metadata })
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
