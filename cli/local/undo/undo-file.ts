import type { V1Service } from '../../../api/v1/generated/types.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { annotations } from '../../../api/v1/labels.ts'
import {
  annotated,
  resourceIdOf,
  type FileReading,
  type ReadManifest,
  type ResourceId,
} from '../../../store/source/reading/reading.ts'
import { formatManifestError } from '../../../store/source/reading/format-error.ts'
import { lostComments } from '../../../store/writer/comments.ts'
import { nodeSpan, withNode } from '../../../store/writer/node-span.ts'
import { withBuildHashes } from '../request/build-hashes.ts'
import type { Core } from '../open/core.ts'
import { type EditedFile, editOpened } from '../watched/edit.ts'
import { openPart, openWatched, positionOf, readingWith, refused, type WatchedFile } from '../watched/file.ts'
import { type Rollback, templateCommand, textCommand } from './rollback.ts'
import { besideTemplate, templateIn, withTemplateOf } from './template-edits.ts'

/**
 * Edits the watched file of a service to go back to a revision: with the revision's source text or, if that would change more than the
 * template, with the template's changes alone. Throws if the result differs from what the revision ran, or anything else would change.
 */
export async function undoInFile(core: Core, rollback: Rollback): Promise<EditedFile> {
  const { service, revision } = rollback
  const { number, sourceText } = revision.spec
  const id = resourceIdOf(service)
  const main = await openWatched(core, id)
  const manifest = main.reading.manifests.find((each) => each.id === id)
  const { file, line } = manifest?.provenance.placeOf([]) ?? { file: main.file, line: 1 }
  const refuse = (why: string, remedy = yourself(rollback, `${file}:${line}`)) =>
    refused(`${id}: ${file}:${line}: ${why}`, remedy)
  if (!manifest) throw refuse('it does not declare it as it is now')
  if (sourceText === undefined) throw refuse(`the text of revision ${number} was not kept`)
  const isPart = file !== main.file && main.reading.parts?.includes(file)
  const opened = isPart ? await openPart(core, main, { id, part: file }) : main
  const text = spliced(opened, manifest, sourceText)
  if (text === undefined) throw refuse('it stands in a way in which it has no text of its own there')
  const reading = readingWith(core, opened, text)
  const wrong = wrongIn(main.reading, reading, id)
  if (wrong !== undefined) throw refuse(`with the text of revision ${number} there, ${wrong}`)
  const whole = keepReplicas(core, { ...opened, text, reading, edits: [{ id, line }] }, service)
  await refuseOther(core, rollback, { edited: whole, isAsItWas: text === opened.text, refuse })
  return pinned(await leastChange(core, rollback, { main, opened, manifest, whole, refuse }), rollback)
}

type Refuse = (why: string, remedy?: string) => Error

interface Undoing {
  readonly main: WatchedFile
  readonly opened: WatchedFile
  readonly manifest: ReadManifest
  /** The edit with the revision's full text. */
  readonly whole: EditedFile
  readonly refuse: Refuse
}

/** The full text if it changes nothing but the template, else the present text with only the template's changes. */
async function leastChange(core: Core, rollback: Rollback, undoing: Undoing): Promise<EditedFile> {
  const { main, opened, whole, manifest, refuse } = undoing
  const { id, provenance } = manifest
  const beside = besideTemplate(main.reading, whole.reading, id)
  const isQuiet = lostComments(opened.text, whole.text).length === 0
  if (beside.length === 0 && isQuiet) return whole
  const { number, template } = rollback.revision.spec
  const position = positionOf(manifest)
  const read = (text: string) => readingWith(core, opened, text)
  const least = withTemplateOf({ id, position, now: opened.text, then: whole.text, read })
  const edited = 'text' in least ? { ...whole, text: least.text, reading: read(least.text) } : undefined
  const isSound = edited && wrongIn(main.reading, edited.reading, id) === undefined
  if (isSound && stableJson(await templateOf(core, edited, id)) === stableJson(template)) {
    // The remaining differences follow from keys that the template needs, such as dependencies from Compose's `links`.
    const isSame = besideTemplate(edited.reading, whole.reading, id).length === 0
    return isSame && isQuiet ? whole : edited
  }
  // Losing comments alone is acceptable; they are in the source text of the present revision.
  if (beside.length === 0) return whole
  const alone = 'text' in least ? '' : `, and ${least.field} can't go back alone (line ${least.line}: ${least.refused})`
  throw refuse(
    `with the text of revision ${number} there, ${beside.join(', ')} would change too${alone}`,
    `change in ${whole.file}:${provenance.placeOf([]).line} the template alone to what revision ${number} had: ${textCommand(rollback)}`,
  )
}

function yourself(rollback: Rollback, place: string): string {
  return `write in ${place} what revision ${rollback.revision.spec.number} was: ${textCommand(rollback)}`
}

function spliced({ file, text }: WatchedFile, manifest: ReadManifest, source: string): string | undefined {
  if (manifest.provenance.placeOf([]).file !== file) return undefined
  const span = nodeSpan(text, positionOf(manifest))
  return span && withNode(text, span, source)
}

/**
 * What is wrong with the edited file: errors, or other resources that change. Implied resources, which no text declares, may change with
 * it.
 */
function wrongIn(before: FileReading, after: FileReading, id: string): string | undefined {
  const [error] = after.errors
  if (error) return `it can't be read: ${formatManifestError(error)}`
  const [old, fresh] = [before, after].map(({ manifests }) => written(manifests)) as [Hashes, Hashes]
  const others = [...new Set([...old.keys(), ...fresh.keys()])].filter((each) => each !== id)
  const changed = others.filter((each) => old.get(each) !== fresh.get(each))
  if (!fresh.has(id)) return 'it is not declared any more'
  return changed.length === 0 ? undefined : `${changed.join(', ')} would change too`
}

type Hashes = ReadonlyMap<string, string>

function written(manifests: readonly ReadManifest[]): Hashes {
  return new Map(manifests.filter(({ sourceText }) => sourceText !== '').map(({ id, hash }) => [id, hash]))
}

/** Keeps the present number of replicas, so that an undo does not scale a service under load down. */
function keepReplicas(core: Core, edited: EditedFile, { spec: { replicas = 1 }, ...service }: V1Service): EditedFile {
  const id = resourceIdOf({ ...service, spec: {} } as V1Service)
  const found = edited.reading.manifests.find((each) => each.id === id)?.object
  if (found?.kind !== 'Service' || (found.spec.replicas ?? 1) === replicas) return edited
  const { text, reading } = editOpened(core, edited, [{ id, path: ['spec', 'replicas'], value: replicas }])
  return { ...edited, text, reading }
}

/** Pins the image that the revision ran, as its tag may refer to another one by now. */
function pinned(edited: EditedFile, { service, wanted, ran }: Rollback): EditedFile {
  const [exact, now] = [wanted, service].map(({ metadata }) => metadata.annotations?.[annotations.image])
  const image = exact ?? (now === undefined ? undefined : ran)
  if (image === undefined) return edited
  const manifests = edited.reading.manifests.map((manifest) =>
    manifest.id === resourceIdOf(service) ? annotated(manifest, { [annotations.image]: image }) : manifest,
  )
  return { ...edited, reading: { ...edited.reading, manifests } }
}

interface Edited {
  readonly edited: EditedFile
  /** Whether the present text already equals the revision's, so that something else must have changed. */
  readonly isAsItWas: boolean
  readonly refuse: Refuse
}

/** Throws if the revision's text now yields another template, through changed variables, anchors, files beside it, or build sources. */
async function refuseOther(core: Core, { service, revision }: Rollback, of: Edited): Promise<void> {
  const { edited, isAsItWas, refuse } = of
  const { number, template } = revision.spec
  const now = await templateOf(core, edited, resourceIdOf(service))
  if (stableJson(now) === stableJson(template)) return
  const isBuild =
    template.build && stableJson({ ...now, image: template.image, build: template.build }) === stableJson(template)
  if (!isBuild)
    throw refuse(
      `its text of revision ${number} says something else now, by variables, anchors or files that changed`,
      isAsItWas ? `change those back: ${templateCommand(service, number)} shows what it ran` : undefined,
    )
  throw refuse(
    `what ${template.build?.context ?? 'its image'} has is not what revision ${number} was built of`,
    'bring the sources back as they were, as with git; serve builds them',
  )
}

async function templateOf(core: Core, { reading }: EditedFile, id: ResourceId) {
  const [hashed] = await withBuildHashes([reading], { store: core.store })
  return hashed && templateIn(hashed, id)
}
