import { acceptedOf, originIn } from './origins.ts'
import type { ManifestError } from '../../../api/v1/provenance.ts'
import type { Settings } from '../../../api/v1/settings.ts'
import type { Store } from '../../objects/store.ts'
import { type AcceptanceOutcome, acceptPlan } from './accept-plan.ts'
import { approvalsIn } from '../facts/hold-facts.ts'
import type { Claim } from './claims.ts'
import type { RootHistory } from './losses.ts'
import { claimedFiles, type OtherRoots, unreadAfter } from './other-roots.ts'
import { type ClaimedFiles, claimsIn, writeClaims } from '../facts/claim-facts.ts'
import { passedByWarnings } from '../reading/passed-by.ts'
import { withoutParts } from '../reading/parts.ts'
import { planAcceptance } from './plan.ts'
import { type MissingFromFiles, missingIn, writeMissing } from '../facts/missing-facts.ts'
import { writePending } from '../facts/pending-facts.ts'
import { writeProblems } from '../facts/problem-facts.ts'
import {
  type FileReading,
  idsIn,
  type ReadManifest,
  type ResourceId,
  type RootReading,
  type SourceError,
} from '../reading/reading.ts'
import { warningsIn } from '../reading/warnings.ts'
import { historyIn } from '../facts/root-facts.ts'

/** The state of a watched root in memory. */
export interface RootState {
  /** Absolute path. */
  readonly id: string
  readonly history: RootHistory
  readonly errors: readonly SourceError[]
  readonly warnings: readonly ManifestError[]
  /** Declared resources that wait until an older object of the name is gone. */
  readonly waiting: ReadonlySet<ResourceId>
  /** Resources that it declares but another root owns. */
  readonly disputed: ReadonlyMap<ResourceId, readonly Claim[]>
  /** Formerly disputed resources of which files can't be read now, with those files. */
  readonly unread: ClaimedFiles
}

/** The state of a root at the start of a process: what an earlier one could read is unread until its file is read again. */
export function rootState(store: Store, id: string): RootState {
  const nothing = { errors: [], warnings: [], waiting: new Set<ResourceId>(), disputed: new Map() }
  return { id, history: historyIn(store, id), ...nothing, unread: claimsIn(store, id) }
}

export interface AcceptingOptions {
  readonly store: Store
  readonly settings: Settings
  readonly now: number
  /** A monotonic time, ms, for the waits before deletions. */
  readonly steady: number
  readonly mayDelete: boolean
  /** Absent: there are no other roots. */
  readonly others?: OtherRoots | undefined
  /** Whether a file exists; absent: all do. */
  readonly isThere?: ((file: string) => boolean) | undefined
}

/** The result of accepting a reading. */
export interface AcceptedReading {
  readonly state: RootState
  readonly outcome: AcceptanceOutcome
  /** The manifests in force as their files declare them. */
  readonly counting: readonly ReadManifest[]
  /** After how many ms another reading may change the outcome. */
  readonly againIn?: number
}

/** Plans one reading of one root and writes the plan to the store. */
export function acceptReading(state: RootState, seen: RootReading, options: AcceptingOptions): AcceptedReading {
  const { store, ...given } = options
  const { id, history } = state
  const accepted = acceptedOf(store)
  const reading = { ...seen, files: withoutParts(id, seen.files, accepted) }
  const approvals = approvalsIn(store)
  const plan = planAcceptance({ root: id, reading, accepted, history, approvals, ...given })
  const outcome = acceptPlan(store, id, plan)
  writeProblems(store, id, plan.errors)
  writePending(store, id, plan.pending)
  const missing = reading.incomplete ? stillMissing(store, id, reading) : plan.missing
  writeMissing(store, id, new Map([...missing].filter(([each]) => originIn(store, each)?.root === id)))
  const wrong = new Set(plan.errors.map(({ place }) => place.file))
  const warnings = warningsIn([...reading.files.values()], (file) => warningsOf(file, wrong))
  const { history: after, errors, disputed } = plan
  const unread = unreadAfter(state, reading, disputed)
  writeClaims(store, id, claimedFiles({ disputed, unread }))
  const next = { id, history: after, errors, warnings, waiting: new Set(outcome.waiting), disputed, unread }
  const accepting = { state: next, outcome, counting: plan.counting }
  return plan.againIn === undefined ? accepting : { ...accepting, againIn: plan.againIn }
}

/** What was missing before an incomplete reading, and is in none of the files that it saw. */
function stillMissing(store: Store, root: string, { files }: RootReading): MissingFromFiles {
  const named = new Set(idsIn([...files.values()]))
  return new Map([...missingIn(store, root)].filter(([id]) => !named.has(id)))
}

/** The warnings of a file. A broken foreign file that nothing was accepted from is reported as ignored. */
function warningsOf(file: FileReading, wrong: ReadonlySet<string>): readonly ManifestError[] {
  if (file.outside && wrong.has(file.file)) return []
  const isPassedBy = file.foreign && file.errors.length > 0 && !wrong.has(file.file)
  return isPassedBy ? [...file.warnings, ...passedByWarnings(file)] : file.warnings
}
