import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { Log } from '../../../api/v1/installation/log.ts'
import { noteTookOver } from '../../../controllers/holds/unseen-nodes.ts'
import type { ManifestError } from '../../../api/v1/provenance.ts'
import { acceptPart, acceptWritten } from '../../../store/source/apply.ts'
import { type Accepted, DESIRED } from '../../../store/source/acceptance/accepted.ts'
import { acceptedOf, originIn } from '../../../store/source/acceptance/origins.ts'
import { formatManifestError } from '../../../store/source/reading/format-error.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'
import { accept } from '../accept.ts'
import { keepWritten, keptOf, noteDeleted, UNSTACKED, writtenFile, type WrittenText } from '../desired.ts'
import { isChanged, manifestOf } from './kept-changes.ts'
import { type Core, desiredDirectory } from '../open/core.ts'

/**
 * Saves the applied Nodes, which belong to no stack. Without them, a process that lost the state would recreate on the remaining hosts what
 * runs on theirs.
 */
export function keepNodes(
  { home, store }: Pick<Core, 'home' | 'store'>,
  /** The resources that were applied; absent: any. */
  ids?: readonly ResourceId[],
): void {
  if (ids && !ids.some(isNode)) return
  const written = [...acceptedOf(store).values()].filter(({ id, root }) => isNode(id) && root === DESIRED).map(textsOf)
  if (written.length > 0) keepWritten(desiredDirectory(home), { stack: UNSTACKED, written })
}

/** Removes saved Nodes that were deleted, or that watched files declare now. */
export function forgetNodes({ home }: Pick<Core, 'home'>, ids: readonly ResourceId[]): void {
  const nodes = ids.filter(isNode)
  if (nodes.length > 0) noteDeleted(desiredDirectory(home), UNSTACKED, nodes)
}

/**
 * Restores the Nodes that the state has lost, and logs them. Throws (exit 1) if they can't be read or accepted: what their hosts run would
 * otherwise be recreated on others.
 */
export function restoreNodes(core: Core, log: Log): void {
  const dir = desiredDirectory(core.home)
  const kept = keptOf(dir, UNSTACKED, (_, error) => sayBroken(core, errorText(error), log))
  const lost = (kept?.written ?? []).filter(({ id }) => originIn(core.store, id) === undefined)
  if (lost.length === 0) return
  noteTookOver(core.store)
  // One at a time, so that an invalid node does not hide the others.
  const results = lost.map((each) => ({
    id: each.id,
    errors: acceptAgain(core, each, writtenFile(dir, UNSTACKED, each.id)),
  }))
  const taken = results.flatMap((each) => (each.errors.length > 0 ? [] : [each.id]))
  if (taken.length > 0)
    log(`${listNames(taken)}: the state had lost what was applied; taken again from ${dir}/${UNSTACKED}`)
  const errors = results.flatMap((each) => each.errors)
  if (errors.length > 0) throw notWhole(core, errors.map(formatManifestError).join('; '))
}

/** Accepts a node in two steps: first as applied, then as edited, so that the next apply is merged with the right base. */
function acceptAgain(core: Core, { text, applied }: WrittenText, file: string): readonly ManifestError[] {
  const context = { variable: core.variable, readFile: readSideFile, written: true as const }
  const before =
    applied === undefined
      ? []
      : accept(core, [readText({ file, text: applied }, context, [])], { how: acceptPart }).accepted.errors
  if (before.length > 0) return before
  const reading = readText({ file, text }, context, [])
  return accept(core, [{ ...reading, written: true }], { how: acceptWritten }).accepted.errors
}

/** If the state was lost, throws. Otherwise it still has the nodes, and the next apply of one saves all again. */
function sayBroken(core: Core, words: string, log: Log): void {
  if (core.store.facts('source').size === 0) throw notWhole(core, words)
  log(
    `${desiredDirectory(core.home)}/${UNSTACKED} is not whole: ${words}; the next apply of a Node keeps all of them anew`,
  )
}

function notWhole({ home }: Core, words: string): InstallationError {
  const from = `${desiredDirectory(home)}/${UNSTACKED}`
  return new InstallationError(exits.failed, `${from}, which has the nodes that were applied, is not whole: ${words}`, {
    remedy: `correct that, or put ${from} back from a backup; where that can't be, remove it, and apply the files of all nodes before anything else. The state has lost them, and what their hosts run would be made anew on others`,
  })
}

function isNode(id: ResourceId): boolean {
  return id.startsWith('Node/')
}

/** The present manifest of a Node and, if it was changed since the apply, the applied one. */
function textsOf({ id, object, applied }: Accepted): WrittenText {
  const text = manifestOf(object)
  if (!isChanged({ object, applied })) return { id, text }
  return { id, text, applied: manifestOf({ ...object, spec: applied } as ObjectOf) }
}
