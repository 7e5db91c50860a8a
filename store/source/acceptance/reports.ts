import { basename } from 'node:path'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import type { Log } from '../../../api/v1/installation/log.ts'
import type { Store } from '../../objects/store.ts'
import type { AcceptanceOutcome } from './accept-plan.ts'
import type { RootState } from './accept-reading.ts'
import type { AcceptedChange } from './accepted-changes.ts'
import { changedFields } from './changed-fields.ts'
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
  readonly log: Log
  /** Whether a host is known to have a volume of that name; absent: none is known. */
  readonly hasVolume?: (name: string) => boolean
}

/** Logs what a reading created, changed and deleted, and what waits. */
export function reportChanges(
  { store, log }: Telling,
  outcome: AcceptanceOutcome,
  changes: readonly AcceptedChange[],
): void {
  const fields = new Map(changes.map((change) => [change.id, fieldsIn(change)]))
  for (const word of ['created', 'changed'] as const)
    for (const id of outcome[word]) {
      const file = originIn(store, id)?.file
      const what = outcome.ofContext?.includes(id) ? `the context of its build, not ${file}` : file
      log(`${id} ${word}${fields.get(id) ?? ''} (${what})`, { object: id })
    }
  for (const id of outcome.kept ?? []) log(`${id} kept: ${keptWords(store, id)}`, { object: id })
  for (const id of outcome.waiting) log(`${id}: waits until the old one is deleted`, { object: id })
  for (const { accepted, heir } of outcome.inherited ?? [])
    log(`${accepted.id} stays: ${heir.claim.file.file} declares it, and ${accepted.file} does not any more`, {
      object: accepted.id,
    })
  for (const deletion of outcome.deleted) log(withdrawalWords(deletion, deletion.because), { object: deletion.id })
}

function fieldsIn({ change, before, after }: AcceptedChange): string {
  const fields = change === 'changed' && before && after ? changedFields(before, after) : ''
  return fields === '' ? '' : `: ${fields}`
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

/** Logs what went missing from files, and new volumes that seem to replace missing ones. */
export function reportMissing({ store, log, hasVolume }: Telling, { before, after, created }: Turning): void {
  const turnover = { missing: newly(before, after), created }
  for (const id of turnover.missing) log(missingWords(store, id), { object: id })
  for (const words of renamedVolumes(store, turnover, hasVolume)) log(`warning: ${words}`)
}

/** Logs new stacks that look renamed, whose data stays behind. */
export function reportRenamed({ store, log }: Telling, { before, after, outcome, reading, out }: Renaming): void {
  const created = new Set(outcome.created)
  const fresh = stacksOf(outcome.created.filter((id) => id.startsWith('Service/')))
  if (fresh.length === 0) return
  const isNew = (stack: string) =>
    [...store.by('Service', 'namespace', stack).values()].every((each) => created.has(resourceIdOf(each)))
  const renamed = fresh.filter(isNew)
  const news = new Set(renamed)
  const known = [...stacksOfServices(store)].filter((stack) => !news.has(stack))
  const missing = [...newly(before, after), ...outcome.deleted.map(({ id }) => id)]
  const told = { before: new Set(known), holds: holdsOf(store, after.id), missing, out }
  // A file that this reading could not see may still exist.
  const isThere = (file: string) =>
    reading.incomplete !== undefined || !isWithin(file, after.id) || reading.files.has(file)
  for (const { message } of renamedStacks(store, renamed, { ...told, isThere })) log(`warning: ${message}`)
}

/** Logs new warnings. */
export function reportWarnings({ log }: Telling, before: RootState, after: RootState): void {
  const known = new Set(before.warnings.map(formatManifestError))
  for (const words of after.warnings.map(formatManifestError)) if (!known.has(words)) log(`warning: ${words}`)
}

interface Holding {
  readonly after: RootState
  /** The holds that were logged, by id. */
  readonly told: Map<string, Hold>
  readonly isOfNow: (id: string) => boolean
}

/** Logs each hold once while it stands. Holds of an earlier process may be over, so they wait until a reading confirms them. */
export function reportHolds({ store, log }: Telling, { after, told, isOfNow }: Holding): void {
  for (const hold of [...told.values()].filter(({ root, id }) => root === after.id && isOver(store, id))) {
    told.delete(hold.id)
    // After an approval the deletions are logged on their own.
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
  /** The resources that were missing before this reading. */
  readonly out: { has(id: ResourceId): boolean }
}

/** Logs errors that are gone. */
export function reportMended({ log }: Telling, { before, after, reading }: Mending): void {
  const wrong = new Set(after.errors.map(({ place }) => place.file))
  const isRead = (file: string) => file === after.id || !reading.incomplete || reading.files.has(file)
  const files = new Set(before.errors.map(({ place }) => place.file))
  // A side file, such as an env file, is not among the files of a reading.
  const isGone = (file: string) => !reading.files.has(file) && isManifestName(basename(file))
  for (const file of files) {
    if (wrong.has(file) || !isRead(file)) continue
    log(`${file}: ${file === after.id ? 'read completely again' : isGone(file) ? 'is gone' : 'valid again'}`)
  }
}
