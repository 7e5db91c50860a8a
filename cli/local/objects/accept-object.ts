import { isDeepStrictEqual } from 'node:util'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { describeRef, refOf } from '../../../api/v1/metadata.ts'
import type { StatusCause } from '../../../api/v1/installation/object-writes.ts'
import type { ManifestError } from '../../../api/v1/provenance.ts'
import { acceptWritten } from '../../../store/source/apply.ts'
import { objectOf, originIn } from '../../../store/source/acceptance/origins.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { type FileReading, resourceIdOf } from '../../../store/source/reading/reading.ts'
import { yamlText } from '../../output/yaml-text.ts'
import { withBuildHashes } from '../request/build-hashes.ts'
import { copiedStore } from '../plan/copied-store.ts'
import { type Core, desiredDirectory } from '../open/core.ts'
import { keepWritten, UNSTACKED, writtenFile } from '../desired.ts'
import { keepNodes } from '../kept-nodes.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'
import { withKept } from '../images/resolved-images.ts'
import { invalidBecause, refusal } from './write-error.ts'

/** A valid object that is to be declared. */
export interface ObjectWrite {
  readonly object: ObjectOf
  readonly dryRun: boolean
  /** Whether what it was decided on still stands; asked right before it is written. */
  readonly isStill: () => boolean
  /** What is to be there when it counts, and not before: done in the same moment. */
  readonly beside?: (() => void) | undefined
}

/** Largest declaration of one object, as text. */
const MOST_TEXT_BYTES = 1_000_000

/**
 * Declares an object as an apply of it alone would: the same reading, rules and guards; in file and state when it answers.
 * Undefined, and nothing done, where the ground it was decided on has moved.
 */
export async function acceptObject(
  core: Core,
  { object, dryRun, isStill, beside }: ObjectWrite,
): Promise<ObjectOf | undefined> {
  const file = writtenFile(desiredDirectory(core.home), object.metadata.namespace ?? UNSTACKED, resourceIdOf(object))
  const { text, reading } = readingOf(core, object, { file, written: true })
  const files = await withBuildHashes([{ ...reading, written: true }], { store: core.store, again: false })
  // Nothing else runs from here until it is written.
  if (!isStill()) return undefined
  const store = dryRun ? copiedStore(core).store : core.store
  const { settings, clock } = core
  if (!dryRun) beside?.()
  const { errors, waiting } = acceptWritten({ store, settings, now: clock.now(), files: withKept(files, core) })
  if (errors.length > 0) throw invalidBecause(refOf(object), causesOf(errors))
  if (waiting.length > 0)
    throw refusal('Conflict', `${describeRef(refOf(object))} is being deleted`, 'wait until it is gone')
  const kept = objectOf(store, resourceIdOf(object))
  if (dryRun || kept === undefined) return kept
  await store.durable()
  const { namespace: stack = UNSTACKED } = kept.metadata
  const id = resourceIdOf(kept)
  // What was deleted meanwhile is not to come again when the state is lost.
  if (stack === UNSTACKED) keepNodes(core, [id])
  else if (originIn(store, id) !== undefined)
    keepWritten(desiredDirectory(core.home), { stack, written: [{ id, text }] })
  return kept
}

/** The declaration as a manifest's text in a file, read as any: what can't be told as one is refused. */
export function readingOf(
  { variable }: Core,
  object: ObjectOf,
  { file, ...where }: { readonly file: string; readonly written?: true },
): { text: string; reading: FileReading } {
  const { apiVersion, kind, metadata, ...rest } = object
  // In the order in which people write it.
  const text = `${yamlText({ apiVersion, kind, metadata, ...rest })}\n`
  if (Buffer.byteLength(text) > MOST_TEXT_BYTES)
    throw refusal(
      'RequestEntityTooLarge',
      `${describeRef(refOf(object))} has more than ${MOST_TEXT_BYTES} bytes as a manifest`,
      'keep large contents in files, as Configs',
    )
  const reading = readText({ file, text }, { variable, readFile: readSideFile, ...where }, [])
  const [manifest] = reading.manifests
  if (manifest && isDeepStrictEqual(plain(manifest.object), plain(object))) return { text, reading }
  const causes = causesOf(reading.errors)
  const unlike = { reason: 'FieldValueInvalid', field: '', message: 'can not be told as a manifest' }
  throw invalidBecause(refOf(object), causes.length > 0 ? causes : [unlike])
}

/** What is wrong with an object's manifest, as causes. */
export function causesOf(errors: readonly ManifestError[]): readonly StatusCause[] {
  return errors.map(({ path, message }) => ({ reason: 'FieldValueInvalid', field: path, message }))
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
