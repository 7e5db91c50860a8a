import { isDeepStrictEqual } from 'node:util'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { describeRef, refOf } from '../../../api/v1/metadata.ts'
import { acceptWritten } from '../../../store/source/apply.ts'
import { objectOf } from '../../../store/source/origins.ts'
import { readText } from '../../../store/source/read-applied.ts'
import { type FileReading, resourceIdOf } from '../../../store/source/reading.ts'
import { yamlText } from '../../output/yaml-text.ts'
import { withBuildHashes } from '../build-hashes.ts'
import { copiedStore } from '../copied-store.ts'
import { type Core, desiredDirectory } from '../core.ts'
import { keepWritten, writtenFile } from '../desired.ts'
import { readSideFile } from '../side-file.ts'
import { withKept } from '../resolved-images.ts'
import { invalidBecause, refusal } from './write-error.ts'

/** A valid object that is to be declared. */
export interface ObjectWrite {
  readonly object: ObjectOf
  readonly dryRun: boolean
  /** Whether what it was decided on still stands; asked right before it is written. */
  readonly isStill: () => boolean
}

/** Largest declaration of one object, as text. */
const MOST_TEXT_BYTES = 1_000_000

/**
 * Declares an object as an apply of it alone would: the same reading, rules and guards; in file and state when it answers.
 * Undefined, and nothing done, where the ground it was decided on has moved.
 */
export async function acceptObject(
  core: Core,
  { object, dryRun, isStill }: ObjectWrite,
): Promise<ObjectOf | undefined> {
  const text = `${yamlText(object)}\n`
  const files = await withBuildHashes([readingOf(core, object, text)], { store: core.store, again: false })
  // Nothing else runs from here until it is written.
  if (!isStill()) return undefined
  const store = dryRun ? copiedStore(core).store : core.store
  const { settings, clock } = core
  const { errors, waiting } = acceptWritten({ store, settings, now: clock.now(), files: withKept(files, core) })
  if (errors.length > 0) {
    const causes = errors.map(({ path, message }) => ({ reason: 'FieldValueInvalid', field: path, message }))
    throw invalidBecause(refOf(object), causes)
  }
  if (waiting.length > 0)
    throw refusal('Conflict', `${describeRef(refOf(object))} is being deleted`, 'wait until it is gone')
  const kept = objectOf(store, resourceIdOf(object))
  if (dryRun || kept === undefined) return kept
  await store.durable()
  const { namespace } = kept.metadata
  if (namespace !== undefined)
    keepWritten(desiredDirectory(core.home), { stack: namespace, id: resourceIdOf(kept), text })
  return kept
}

/** The declaration as a manifest's text, read as any: what can't be told as one is refused. */
function readingOf({ home, variable }: Core, object: ObjectOf, text: string): FileReading {
  if (Buffer.byteLength(text) > MOST_TEXT_BYTES)
    throw refusal(
      'RequestEntityTooLarge',
      `${describeRef(refOf(object))} has more than ${MOST_TEXT_BYTES} bytes as a manifest`,
      'keep large contents in files, as Configs',
    )
  const file = writtenFile(desiredDirectory(home), object.metadata.namespace ?? '', resourceIdOf(object))
  const reading = readText({ file, text }, { variable, readFile: readSideFile }, [])
  const [manifest] = reading.manifests
  if (manifest && isDeepStrictEqual(plain(manifest.object), plain(object))) return { ...reading, written: true }
  const causes = reading.errors.map(({ path, message }) => ({ reason: 'FieldValueInvalid', field: path, message }))
  const unlike = { reason: 'FieldValueInvalid', field: '', message: 'can not be told as a manifest' }
  throw invalidBecause(refOf(object), causes.length > 0 ? causes : [unlike])
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
