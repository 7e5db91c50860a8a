import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { leftWords } from '../../../controllers/service/act/left-data.ts'
import { present } from '../../../engine/container/present.ts'
import type { Store } from '../../../store/objects/store.ts'
import { type Accepted, DESIRED } from '../../../store/source/acceptance/accepted.ts'
import { type Heir, handOver } from '../../../store/source/acceptance/hand-over.ts'
import { writeHolds } from '../../../store/source/facts/hold-facts.ts'
import { noHistory } from '../../../store/source/acceptance/losses.ts'
import { writeMissing } from '../../../store/source/facts/missing-facts.ts'
import { writeClaims } from '../../../store/source/facts/claim-facts.ts'
import { writePending } from '../../../store/source/facts/pending-facts.ts'
import { writeProblems } from '../../../store/source/facts/problem-facts.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import { writeHistory } from '../../../store/source/facts/root-facts.ts'
import { laterKindsFirst, withdraw, withdrawalWords } from '../../../store/source/acceptance/withdraw.ts'
import { keepAsApplied } from '../applied/keep-as-applied.ts'
import type { Core } from '../open/core.ts'

/** All watched directories: the given ones and the remembered ones, which stay until a command forgets them (S2). */
export function rootsOf(store: Store, given: readonly string[]): readonly string[] {
  const before = [...store.facts('root').keys()].filter((root) => root !== DESIRED)
  return [...new Set([...before, ...given])]
}

/** Throws (exit 2) if the directory is not watched. */
export function refuseUnwatched(store: Store, root: string): void {
  if (store.fact('root', root) !== undefined) return
  throw new InstallationError(exits.usage, `${root} is not watched`, {
    remedy: `these are: ${rootsOf(store, []).join(', ') || 'none'}`,
  })
}

interface Forgetting {
  /** The directories that are watched from now on. */
  readonly others: readonly string[]
  /** What the directory declares. */
  readonly declared: readonly Accepted[]
  /** For each resource, the other directory that declares it as well, and where. */
  readonly heirs: ReadonlyMap<ResourceId, Heir>
  /** Whether the others stay, as if they had been applied from their files. */
  readonly keeps: boolean
  readonly log: (line: string) => void
}

/**
 * Forgets a watched directory and everything pending there. Resources that another directory declares are handed over to it unchanged. The
 * others are kept, or deleted, which is logged; volumes keep their data. All changes are in one batch: a crash leaves the state as before
 * or as after.
 */
export function forgetRoot(core: Core, root: string, { others, declared, heirs, keeps, log }: Forgetting): void {
  const { store } = core
  const left = declared.filter(({ id }) => !heirs.has(id))
  for (const other of others) if (store.fact('root', other) === undefined) writeHistory(store, other, noHistory)
  for (const each of declared) {
    const heir = heirs.get(each.id)
    if (!heir) continue
    handOver(store, each, heir)
    log(`${each.id} stays: ${heir.root} declares it as well, and ${root} is not watched any more`)
  }
  if (keeps) keepAsApplied(core, root, left)
  for (const { id } of keeps ? left : []) log(`${id} stays, as if it had been applied: ${root} is not watched any more`)
  for (const { id, file } of keeps ? [] : left.sort((a, b) => laterKindsFirst(a.id, b.id))) {
    const gone = { ...present({ stays: leftWords(id, store) }), ...withdraw(store, id) }
    log(withdrawalWords(gone, `${root} is not watched any more (${file} declared it)`))
  }
  writeHolds(store, root, { holds: [], judged: true })
  writeProblems(store, root, [])
  writePending(store, root, [])
  writeMissing(store, root, new Map())
  writeClaims(store, root, new Map())
  store.putFact('root', root, undefined)
}
