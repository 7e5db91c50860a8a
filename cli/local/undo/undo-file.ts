import { withDefaults } from '../../../api/v1/defaults.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { stableJson } from '../../../api/v1/hash.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { resourceIdOf, type FileReading, readManifest, type ReadManifest } from '../../../store/source/reading.ts'
import { targetOf } from '../../../controllers/service/target.ts'
import { formatManifestError } from '../../../store/source/format-error.ts'
import { nodeSpan, withNode } from '../../../store/writer/node-span.ts'
import { withBuildHashes } from '../build-hashes.ts'
import type { Core } from '../core.ts'
import { type EditedFile, editOpened } from '../watched-edit.ts'
import { openPart, openWatched, readingWith, refused, type WatchedFile } from '../watched-file.ts'
import { type Rollback, textCommand } from './rollback.ts'

/**
 * The file of a watched directory in which a service stands, with the text that it had there; refused where that is not what the
 * revision ran, or where more would change.
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
  const edited = keepReplicas(core, { ...opened, text, reading, edits: [{ id, line }] }, service)
  return await exactly(core, rollback, { edited: pinned(edited, rollback), refuse })
}

function yourself(rollback: Rollback, place: string): string {
  return `write in ${place} what revision ${rollback.revision.spec.number} was: ${textCommand(rollback)}`
}

function spliced({ file, text }: WatchedFile, { provenance }: ReadManifest, source: string): string | undefined {
  if (provenance.placeOf([]).file !== file) return undefined
  const span = nodeSpan(text, provenance.positionOf?.([]) ?? { document: 0, path: [] })
  return span && withNode(text, span, source)
}

/** What the file says with it must be what it said before, but for this one; what nobody wrote comes and goes with what needs it. */
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

/** The number of replicas is of now: a service under load is not scaled down by going back. */
function keepReplicas(core: Core, edited: EditedFile, { spec: { replicas = 1 }, ...service }: V1Service): EditedFile {
  const id = resourceIdOf({ ...service, spec: {} } as V1Service)
  const found = edited.reading.manifests.find((each) => each.id === id)?.object
  if (found?.kind !== 'Service' || (found.spec.replicas ?? 1) === replicas) return edited
  const { text, reading } = editOpened(core, edited, [{ id, path: ['spec', 'replicas'], value: replicas }])
  return { ...edited, text, reading }
}

/** The file's reading, with what the tag meant that the revision ran; what it means by now would stay otherwise. */
function pinned(edited: EditedFile, { service, wanted, ran }: Rollback): EditedFile {
  const isResolved = [wanted, service].some(({ metadata }) => metadata.annotations?.[annotations.image] !== undefined)
  const image = isResolved ? ran : undefined
  if (image === undefined) return edited
  const manifests = edited.reading.manifests.map((manifest) => {
    const { object, id } = manifest
    if (id !== resourceIdOf(service)) return manifest
    const own = { ...object.metadata.annotations, [annotations.image]: image }
    return readManifest({
      ...manifest,
      object: { ...object, metadata: { ...object.metadata, annotations: own } } as V1Service,
    })
  })
  return { ...edited, reading: { ...edited.reading, manifests } }
}

interface Edited {
  readonly edited: EditedFile
  readonly refuse: (why: string, remedy?: string) => Error
}

/** What the text says may be of other things than it was: variables, anchors, files beside it, what an image is built of. */
async function exactly(core: Core, { service, revision }: Rollback, { edited, refuse }: Edited): Promise<EditedFile> {
  const { number, template } = revision.spec
  const [hashed] = await withBuildHashes([edited.reading], { store: core.store, again: false })
  const found = hashed?.manifests.find(({ id }) => id === resourceIdOf(service))?.object
  const now = found?.kind === 'Service' ? targetOf(withDefaults(found), () => '')?.template : undefined
  if (stableJson(now) === stableJson(template)) return edited
  const isBuild = template.build && stableJson({ ...now, ...built(template) }) === stableJson(template)
  if (!isBuild)
    throw refuse(`its text of revision ${number} says something else now, by variables, anchors or files that changed`)
  throw refuse(
    `what ${template.build?.context ?? 'its image'} has is not what revision ${number} was built of`,
    'bring the sources back as they were, as with git; serve builds them',
  )
}

function built({ image, build }: Rollback['revision']['spec']['template']): object {
  return { image, build }
}
