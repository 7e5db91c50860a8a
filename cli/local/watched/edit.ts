import type { FieldPath, FilePosition, Place } from '../../../api/v1/provenance.ts'
import { formatPath } from '../../../api/v1/validation/validation-error.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { attributeOf } from '../../../compose/attributes/all.ts'
import {
  type FileReading,
  type ReadManifest,
  readManifest,
  type ResourceId,
} from '../../../store/source/reading/reading.ts'
import { changedValue, type ValueChange } from '../../../store/writer/changed-value.ts'
import { editStructure } from '../../../store/writer/edit-structure.ts'
import { editYaml, type Scalar } from '../../../store/writer/edit-yaml.ts'
import type { EditedYaml } from '../../../store/writer/splice-yaml.ts'
import { openPart, openWatched, originOf, type Reading, readingWith, refused, type WatchedFile } from './file.ts'

/** A change to one field of a resource in a watched directory. `path` is that in the object, such as `spec.replicas`. */
export interface FieldEdit extends ValueChange {
  readonly id: ResourceId
}

/** An edit in the new text. */
interface DoneEdit {
  readonly id: ResourceId
  /** The line of the value. */
  readonly line: number
  /** The line of the value, or of what it is added to, in the text before, if it is a single value. */
  readonly lineBefore?: number
  /** What is written, in the words of the file, if it is a single value. */
  readonly words?: string
}

/** A file of a watched directory with edits that are not written yet: the new text and its reading. */
export interface EditedFile extends WatchedFile {
  readonly edits: readonly DoneEdit[]
}

/** Applies edits to the files' texts, without writing. Throws with resource, file, line and remedy if one can't be edited. */
export async function editFiles(core: Reading, edits: readonly FieldEdit[]): Promise<readonly EditedFile[]> {
  const files = groupBy(edits, ({ id }) => originOf(core, id).file)
  const edited: EditedFile[] = []
  for (const own of files.values()) edited.push(...(await editProject(core, own)))
  return edited
}

/** Applies edits to a project, each in the file that contains the value. */
async function editProject(core: Reading, edits: readonly FieldEdit[]): Promise<readonly EditedFile[]> {
  const [{ id }] = edits as [FieldEdit]
  let main = await openWatched(core, id)
  const parts = new Map<string, EditedFile>()
  const done: DoneEdit[] = []
  for (const edit of edits) {
    const { file } = manifestIn(main.reading, edit, main.file).provenance.placeOf(edit.path)
    const isPart = file !== main.file && main.reading.parts?.includes(file)
    const opened = isPart ? (parts.get(file) ?? (await openPart(core, main, { id: edit.id, part: file }))) : main
    const texts = new Map([main, ...parts.values()].map((each) => [each.file, each.text]))
    const project = { main: main.file, texts }
    const after = editOpened(core, { ...opened, reading: main.reading, project }, [edit])
    main = { ...main, reading: after.reading }
    if (isPart) parts.set(file, { ...after, edits: [...(parts.get(file)?.edits ?? []), ...after.edits] })
    else {
      main = { ...main, text: after.text }
      done.push(...after.edits)
    }
  }
  const own = done.length > 0 ? [{ ...main, edits: done }] : []
  return inTurn(core, [...own, ...parts.values()], main)
}

/** The files of a project, each with the reading after it and those before it are written, as any later write may fail. */
function inTurn(core: Reading, files: readonly EditedFile[], { file, before }: WatchedFile): readonly EditedFile[] {
  const texts = new Map([[file, before.toString('utf8')]])
  return files.map((each) => {
    texts.set(each.file, each.text)
    return { ...each, reading: readingWith(core, { ...each, project: { main: file, texts } }, each.text) }
  })
}

/** Applies edits to an opened file. Throws as `editFiles` does. */
export function editOpened(core: Reading, opened: WatchedFile, edits: readonly FieldEdit[]): EditedFile {
  const { file } = opened
  let { text, reading } = opened
  const done: DoneEdit[] = []
  for (const edit of edits) {
    const manifest = manifestIn(reading, edit, file)
    const { place, position } = spotFor(manifest.provenance, edit)
    text = edited({ file, text }, manifest, edit)
    const after = readingWith(core, opened, text)
    refuseMore(reading, after, edit)
    reading = after
    const { line } = manifestIn(after, edit, file).provenance.placeOf(edit.path)
    const one = position && isOneValue(edit) ? { lineBefore: place.line, words: wordsOf(position.path, edit) } : {}
    done.push({ id: edit.id, line, ...one })
  }
  return { ...opened, text, reading, edits: done }
}

function manifestIn({ manifests }: FileReading, { id }: FieldEdit, file: string): ReadManifest {
  const found = manifests.find((each) => each.id === id)
  if (!found) throw refused(`${id}: ${file} does not declare it as it is now`, 'mend the file, and run this again')
  return found
}

function edited({ file, text }: Pick<WatchedFile, 'file' | 'text'>, { provenance }: ReadManifest, edit: FieldEdit) {
  const { id, path } = edit
  const { position, place } = spotFor(provenance, edit)
  const at = `${id}: ${place.file}:${place.line}`
  if (!position) throw refused(`${at}: a Compose file has no attribute for ${formatPath(path)}`, IN_A_MANIFEST)
  const inherited = ownPlace(provenance, edit)
  const yourself = byHand(edit, inherited ?? { path: position.path, at: `${place.file}:${place.line}` })
  if (place.file !== file) throw refused(`${at}: it stands in a file that others may take it from`, yourself)
  if (place.origin === 'interpolated')
    throw refused(
      `${at}: ${formatPath(path)} is made from a variable: ${lineOf(text, place.line)}`,
      inherited
        ? yourself
        : `give the variable its value where it is set (.env beside the file, or the environment of serve), or write ${String(edit.value)} in its place`,
    )
  if (!isOneValue(edit) && provenance.fieldOf)
    throw refused(
      `${at}: ${formatPath(path)} is more than one value, and Compose has words of its own for it`,
      yourself,
    )
  const result = textWith(text, position, edit)
  if ('text' in result) return result.text
  const remedy = byHand(edit, inherited ?? { path: position.path, at: `${file}:${result.line}` })
  throw refused(`${id}: ${file}:${result.line}: ${formatPath(path)}: ${result.refused}`, remedy)
}

/** The text with a change of what stands at a position. */
export function textWith(text: string, position: FilePosition, change: ValueChange): EditedYaml {
  const { value = null } = change
  return isOneValue(change)
    ? editYaml(text, { ...position, value: value as Scalar })
    : editStructure(text, { ...change, ...position })
}

function isOneValue({ how, value = null }: ValueChange): boolean {
  return how === undefined && (typeof value !== 'object' || value === null)
}

function wordsOf(path: FieldPath, { value = null }: ValueChange): string {
  return `${formatPath(path)}: ${String(value)}`
}

const IN_A_MANIFEST = 'declare the service in a manifest, as `reconcile convert` prints it'

/** Where a person can write a value, and its path there. */
interface HandPlace {
  readonly path: FieldPath
  readonly at: string
}

/** The remedy: the manual edit to make. */
function byHand(edit: FieldEdit, { path, at }: HandPlace): string {
  if (isOneValue(edit)) return `write ${wordsOf(path, edit)} in ${at} as it is right there`
  if (edit.how === 'remove') return `take ${formatPath(path)} out in ${at}`
  return `${edit.how === 'insert' ? 'add' : 'write'} ${formatPath(path)} in ${at} as it is right there`
}

/**
 * Where a service's own value would go, if it inherits the value from a service that it extends; the inherited place belongs to the other
 * service.
 */
function ownPlace(provenance: ReadManifest['provenance'], edit: FieldEdit): HandPlace | undefined {
  const { position: { path } = { path: [] } } = spotFor(provenance, edit)
  const own = provenance.fieldOf && provenance.positionOf?.([]).path
  if (
    edit.how === 'remove' ||
    own?.length !== 2 ||
    own[0] !== 'services' ||
    path[0] !== 'services' ||
    path[1] === own[1]
  )
    return undefined
  const { file, line } = provenance.placeOf([])
  return { path: [...own, ...path.slice(2)], at: `${file}:${line}` }
}

function lineOf(text: string, line: number): string {
  return (text.split('\n')[line - 1] ?? '').trim()
}

/** Where a value is, or is to be written. */
interface Spot {
  readonly place: Place
  /** Absent where a Compose file has no attribute for it. */
  readonly position?: FilePosition
}

function spotFor({ positionOf, fieldOf, placeOf }: ReadManifest['provenance'], { path }: FieldEdit): Spot {
  const [place, position] = [placeOf(path), positionOf?.(path) ?? { document: 0, path }]
  // In our own manifests the path is the same whether the field exists or not.
  if (!fieldOf || hasOwnPlace({ placeOf, fieldOf }, path)) return { place, position }
  const [service, keys] = [positionOf?.([]) ?? position, attributeOf(path)]
  if (keys) return { place: placeOf([]), position: { ...service, path: [...service.path, ...keys] } }
  // What has a name of its own, as a label, is written beside the others.
  const isBeside = position.path.length > service.path.length
  return { place, ...(isBeside ? { position: { ...position, path: [...position.path, ...path.slice(-1)] } } : {}) }
}

function hasOwnPlace({ placeOf, fieldOf }: ReadManifest['provenance'], path: FieldPath): boolean {
  return placeOf(path).origin !== 'default' && fieldOf?.(path) !== fieldOf?.(path.slice(0, -1))
}

/** Throws unless the edited file differs from the one before only in this field. */
function refuseMore(before: FileReading, after: FileReading, edit: FieldEdit): void {
  const { id, path } = edit
  const { provenance } = manifestIn(before, edit, before.file)
  const [error] = after.errors
  if (error)
    throw refused(
      `${id}: ${error.place.file}:${error.place.line}: ${error.path}: ${error.message}`,
      otherValue(provenance, edit),
    )
  const wanted = new Map(
    before.manifests.map((each) => [
      each.id,
      each.id === id ? readManifest({ ...each, object: changedValue(each.object, edit) }).hash : each.hash,
    ]),
  )
  const others = after.manifests.filter((each) => wanted.get(each.id) !== each.hash).map((each) => each.id)
  if (others.length === 0 && after.manifests.length === wanted.size) return
  const inherited = ownPlace(provenance, edit)
  throw refused(
    `${id}: ${before.file}: setting ${formatPath(path)} there would change more than that: ${others.join(', ')}`,
    inherited ? byHand(edit, inherited) : byHandForMore(edit, others),
  )
}

/** The remedy where a value can't be read: Compose has words of its own for many, as `30s` for 30 seconds. */
function otherValue(provenance: ReadManifest['provenance'], edit: FieldEdit): string {
  const { place, position } = spotFor(provenance, edit)
  if (!provenance.fieldOf || !position) return 'give it another value'
  return `give it another value, or write ${formatPath(position.path)} in ${place.file}:${place.line} yourself, in the words of Compose`
}

/** The remedy where others take the value from this place, as services that extend this one. */
function byHandForMore(edit: FieldEdit, others: readonly ResourceId[]): string {
  const field = formatPath(edit.path)
  if (others.length === 0 || edit.how === 'remove') return 'edit the file yourself'
  const [first = ''] = others
  const whose = others.length === 1 ? first : `each of ${listNames(others)}`
  return `give ${whose} a ${field} of its own first, and then this command again; or edit the file yourself, where it is meant for all`
}
