import { basename } from 'node:path'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import type { Log } from '../../../api/v1/installation/log.ts'
import type { Store } from '../../objects/store.ts'
import type { AcceptanceOutcome } from './accept-plan.ts'
import type { RootState } from './accept-reading.ts'
import { isManifestName } from '../disk/file-names.ts'
import { formatManifestError } from '../reading/format-error.ts'
import { holdsOf } from '../facts/hold-facts.ts'
import { type Hold, isDeletion } from '../facts/hold.ts'
import { backAgain, backWords } from './back-again.ts'
import { missingWords, renamedVolumes } from './missing-words.ts'
import { keptWords } from './kept-words.ts'
import { originIn } from './origins.ts'
import { type ResourceId, resourceIdOf, type RootReading, stacksOf } from '../reading/reading.ts'
import { renamedStacks, stacksOfServices } from './renamed-stacks.ts'
import { withdrawalWords } from './withdraw.ts'

interface Telling {
  readonly store: Store
  /** One line for people. */
  readonly log: Log
}

/** What a reading created, changed and deleted, and what waits. */
export function reportChanges({ store, log }: Telling, outcome: AcceptanceOutcome): void {
  for (const word of ['created', 'changed'] as const)
    for (const id of outcome[word]) {
      const file = originIn(store, id)?.file
      const what = outcome.ofContext?.includes(id) ? `the context of its build, not ${file}` : file
      log(`${id} ${word} (${what})`, { object: id })
    }
  for (const id of outcome.kept ?? []) log(`${id} kept: ${keptWords(store, id)}`, { object: id })
  for (const id of outcome.waiting) log(`${id}: waits until the old one is deleted`, { object: id })
  for (const { accepted, heir } of outcome.inherited ?? [])
    log(`${accepted.id} stays: ${heir.claim.file.file} declares it, and ${accepted.file} does not any more`, {
      object: accepted.id,
    })
  for (const deletion of outcome.deleted) log(withdrawalWords(deletion, deletion.because), { object: deletion.id })
}

function newly(before: RootState, after: RootState): readonly ResourceId[] {
  const waiting = ({ history }: RootState) =>
    [...history.missing].flatMap(([id, { since }]) => (since < Infinity ? id : []))
  const known = new Set(waiting(before))
  return waiting(after).filter((id) => !known.has(id))
}

interface Turning {
  readonly before: RootState
  readonly after: RootState
  readonly created: readonly ResourceId[]
}

/** What went, for now, out of files, and what came in the place of volumes. */
export function reportMissing({ store, log }: Telling, { before, after, created }: Turning): void {
  const turnover = { missing: newly(before, after), created }
  for (const id of turnover.missing) log(missingWords(store, id), { object: id })
  for (const words of renamedVolumes(store, turnover)) log(`warning: ${words}`)
}

/** What came under another name than it had, so that its data stays behind. */
export function reportRenamed({ store, log }: Telling, { before, after, outcome, reading, out }: Renaming): void {
  const created = new Set(outcome.created)
  const fresh = stacksOf(outcome.created.filter((id) => id.startsWith('Service/')))
  if (fresh.length === 0) return
  const isNew = (stack: string) =>
    [...store.by('Service', 'namespace', stack).values()].every((each) => created.has(resourceIdOf(each)))
  const renamed = fresh.filter(isNew)
  const known = [...stacksOfServices(store)].filter((stack) => !renamed.includes(stack))
  const missing = [...newly(before, after), ...outcome.deleted.map(({ id }) => id)]
  const told = { before: new Set(known), holds: holdsOf(store, after.id), missing, out }
  // Of what this reading did not see nobody knows that it is gone.
  const isThere = (file: string) =>
    reading.incomplete !== undefined || !isWithin(file, after.id) || reading.files.has(file)
  for (const words of renamedStacks(store, renamed, { ...told, isThere })) log(`warning: ${words}`)
}

/** What should be known and stops nothing. */
export function reportWarnings({ log }: Telling, before: RootState, after: RootState): void {
  const known = new Set(before.warnings.map(formatManifestError))
  for (const words of after.warnings.map(formatManifestError)) if (!known.has(words)) log(`warning: ${words}`)
}

interface Holding {
  readonly after: RootState
  /** The holds that the log has, by their ids. */
  readonly told: Map<string, Hold>
  readonly isOfNow: (id: string) => boolean
}

/** Once as long as it stands: what was held before the process began may be over, until a reading says that it is not. */
export function reportHolds({ store, log }: Telling, { after, told, isOfNow }: Holding): void {
  for (const hold of [...told.values()].filter(({ root, id }) => root === after.id && isOver(store, id))) {
    told.delete(hold.id)
    // Of an approval what goes is said by itself.
    const back = isDeletion(hold) ? backAgain(store, hold) : []
    if (back.length > 0) log(`${hold.reason} ${hold.id} is over: ${backWords(back)}`, { reason: hold.reason })
  }
  for (const hold of holdsOf(store, after.id)) {
    if (told.has(hold.id) || !isOfNow(hold.id)) continue
    told.set(hold.id, hold)
    log(hold.message, { level: 'warning', reason: hold.reason })
  }
}

function isOver(store: Store, id: string): boolean {
  return store.fact('hold', id) === undefined
}

interface Mending {
  readonly before: RootState
  readonly after: RootState
  readonly reading: RootReading
}

interface Renaming extends Mending {
  readonly outcome: AcceptanceOutcome
  /** What was in no file any more before this reading. */
  readonly out: { has(id: ResourceId): boolean }
}

/** Says what was wrong until now, and is not any more. */
export function reportMended({ log }: Telling, { before, after, reading }: Mending): void {
  const wrong = new Set(after.errors.map(({ place }) => place.file))
  const isRead = (file: string) => file === after.id || !reading.incomplete || reading.files.has(file)
  const files = new Set(before.errors.map(({ place }) => place.file))
  // What a manifest asks for, as an env file, is no file of the reading.
  const isGone = (file: string) => !reading.files.has(file) && isManifestName(basename(file))
  for (const file of files) {
    if (wrong.has(file) || !isRead(file)) continue
    log(`${file}: ${file === after.id ? 'read completely again' : isGone(file) ? 'is gone' : 'valid again'}`)
  }
}
