import { MOST_FILE_BYTES } from '../../../api/v1/file-reason.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import type { SourcePlace } from '../../../api/v1/installation/answers.ts'
import { formatPath } from '../../../api/v1/validation/validation-error.ts'
import { readBoundedFileSync } from '../../../store/bounded-file.ts'
import { bytesHash, type ReadManifest, type ResourceId } from '../../../store/source/reading/reading.ts'
import { DESIRED, type Origin } from '../../../store/source/acceptance/accepted.ts'
import { objectOf, originIn } from '../../../store/source/acceptance/origins.ts'
import { valueAt } from '../../../store/writer/changed-value.ts'
import type { ManifestText } from '../../../store/source/reading/manifest-reader.ts'
import { type Reading, readingOf } from './file.ts'

/** The most places of one resource to list. */
const MOST_PLACES = 300

/**
 * Where a resource and its fields are declared. With lines only if the file is unchanged since it was accepted; of other files that became
 * part of it, where they still say what was accepted.
 */
export function placesOf(core: Reading, id: ResourceId): readonly SourcePlace[] {
  const origin = originIn(core.store, id)
  if (!origin) return []
  const bytes = bytesOf(origin.file)
  const manifest = bytes && bytesHash(bytes) === origin.fileHash ? manifestIn(core, { origin, id, bytes }) : undefined
  if (!manifest) return [{ path: '', file: origin.file }]
  const { placeOf } = manifest.provenance
  const fields = pathsIn(manifest.object.spec, ['spec']).slice(0, MOST_PLACES)
  const { file, line } = placeOf([])
  const accepted = objectOf(core.store, id)
  const isAsAccepted = (path: Path) =>
    stableJson(valueAt(accepted, path)) === stableJson(valueAt(manifest.object, path))
  return [
    { path: '', file, line },
    ...fields.flatMap((path) => {
      const place = placeOf(path)
      if (place.origin === 'default' || (place.file !== origin.file && !isAsAccepted(path))) return []
      return [{ path: formatPath(path), file: place.file, line: place.line }]
    }),
  ]
}

/**
 * The place as a suffix for an error message, ` (shop/web.yaml:6)`: that of the field, else of the nearest enclosing one. Empty if no file
 * declares it.
 */
export function placeWords(core: Reading, id: ResourceId, path = ''): string {
  const places = placesOf(core, id)
  const within = places.filter((each) => each.path === '' || isIn(path, each.path))
  const place = within.sort((a, b) => b.path.length - a.path.length)[0]
  if (!place) return ''
  return ` (${place.line === undefined ? place.file : placeText({ file: place.file, line: place.line })})`
}

/** Whether a field equals another one or is inside it. */
function isIn(path: string, outer: string): boolean {
  return path === outer || (path.startsWith(outer) && '.['.includes(path.charAt(outer.length)))
}

/** Where a resource of a watched tree is in its present file; undefined for applied ones. */
export function watchedPlace(core: Reading, id: ResourceId): string | undefined {
  const found = watched(core, id)
  if (!found) return undefined
  return found.manifest ? placeText(found.manifest.provenance.placeOf([])) : found.file
}

function watched(core: Reading, id: ResourceId): { file: string; manifest?: ReadManifest } | undefined {
  const origin = originIn(core.store, id)
  if (!origin || origin.root === DESIRED) return undefined
  const { file } = origin
  const bytes = bytesOf(file)
  const manifest = bytes && manifestIn(core, { origin, id, bytes })
  return manifest ? { file, manifest } : { file }
}

interface Wanted {
  readonly origin: Origin
  readonly id: ResourceId
  readonly bytes: Buffer
}

/** The manifest as its file declares it with the files that were merged over it then. */
function manifestIn(core: Reading, { origin, id, bytes }: Wanted): ReadManifest | undefined {
  const over = (origin.merged ?? []).map((file) => ({ file, text: bytesOf(file)?.toString('utf8') }))
  if (!over.every(isRead)) return undefined
  const source = { file: origin.file, text: bytes.toString('utf8'), ...(over.length > 0 ? { over } : {}) }
  return readingOf(core, source).manifests.find((each) => each.id === id)
}

function isRead(source: { readonly file: string; readonly text: string | undefined }): source is ManifestText {
  return source.text !== undefined
}

function placeText({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`
}

/** The bytes of a regular file; undefined of what is none, is not there or is too large. */
export function bytesOf(file: string): Buffer | undefined {
  try {
    return readBoundedFileSync(file, MOST_FILE_BYTES)
  } catch {
    return undefined
  }
}

type Path = readonly (string | number)[]

function pathsIn(value: unknown, at: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [at, ...entries.flatMap(([key, inner]) => pathsIn(inner, [...at, key]))]
}
