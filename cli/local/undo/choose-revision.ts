import type { V1Revision, V1Service } from '../../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../../api/v1/installation-error.ts'
import { describeRef, namedOnCommandLine, refOf } from '../../../api/v1/metadata.ts'

/** What an undo of a service is chosen from. */
export interface Choice {
  readonly service: V1Service
  readonly revisions: readonly V1Revision[]
  /** The hash of what is declared now; undefined while that is not known. */
  readonly current: string | undefined
  /** A revision's number; undefined or 0 for the one before the present one. */
  readonly to: number | undefined
}

/** The revision that an undo goes back to; refused where there is none such, with those there are. Pure. */
export function chooseRevision({ service, revisions, current, to = 0 }: Choice): V1Revision {
  const byAge = [...revisions].sort((a, b) => b.spec.number - a.spec.number)
  const found = to === 0 ? previousIn(byAge, current) : byAge.find(({ spec }) => spec.number === to)
  if (found) return found
  const what = to === 0 ? 'no revision before its present one' : `no revision ${to}`
  const numbers = byAge.map(({ spec }) => spec.number).reverse()
  const known = to === 0 || numbers.length === 0 ? '' : `, only ${numbers.join(', ')}`
  const ref = refOf({ kind: 'Service', metadata: service.metadata })
  throw new InstallationError(exits.failed, `${describeRef(ref)} has ${what}${known}`, {
    reason: 'NotFound',
    remedy: `see which there are with \`reconcile rollout history ${namedOnCommandLine(ref)}\``,
  })
}

/** What is declared may be so new that no loop has made a revision of it; where it is not known, it is taken for the newest. */
function previousIn(byAge: readonly V1Revision[], current: string | undefined): V1Revision | undefined {
  const hash = current ?? byAge[0]?.spec.hash
  return byAge.find(({ spec }) => spec.hash !== hash)
}
