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
import { keepNodes } from '../applied/kept-nodes.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'
import { withKept } from '../images/resolved-images.ts'
import { invalidBecause, refusal } from './write-error.ts'

/** A valid object to declare. */
export interface ObjectWrite {
  readonly object: ObjectOf
  readonly dryRun: boolean
  /** Whether the object it was based on is unchanged; called right before the write. */
  readonly isStill: () => boolean
  /** Extra work to do in the same moment as the object becomes visible. */
  readonly beside?: (() => void) | undefined
}

/** The largest manifest of one object, bytes. */
const MOST_TEXT_BYTES = 1_000_000

/**
 * Declares an object by the same rules as an apply of it alone. It is in desired/ and in the state when this resolves. Returns undefined,
 * changing nothing, if `isStill` fails.
 */
export async function acceptObject(
  core: Core,
  { object, dryRun, isStill, beside }: ObjectWrite,
): Promise<ObjectOf | undefined> {
  const file = writtenFile(desiredDirectory(core.home), object.metadata.namespace ?? UNSTACKED, resourceIdOf(object))
  const { text, reading } = readingOf(core, object, { file, written: true })
  const files = await withBuildHashes([{ ...reading, written: true }], { store: core.store })
  // No await from here until it is written.
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
  // Unless it was deleted meanwhile, as a restore would bring it back.
  if (stack === UNSTACKED) keepNodes(core, [id])
  else if (originIn(store, id) !== undefined)
    keepWritten(desiredDirectory(core.home), { stack, written: [{ id, text }] })
  return kept
}

/** Formats the object as a manifest and reads that like any file. Throws if the result differs from the object. */
export function readingOf(
  { variable }: Core,
  object: ObjectOf,
  { file, ...where }: { readonly file: string; readonly written?: true },
): { text: string; reading: FileReading } {
  const { apiVersion, kind, metadata, ...rest } = object
  // The keys in the usual order.
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

/** Manifest errors as status causes. */
export function causesOf(errors: readonly ManifestError[]): readonly StatusCause[] {
  return errors.map(({ path, message }) => ({ reason: 'FieldValueInvalid', field: path, message }))
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
