import { readFileSync } from 'node:fs'
import type { SourcePlace } from '../../api/v1/installation.ts'
import { readText } from '../../store/source/read-applied.ts'
import { bytesHash, type ResourceId } from '../../store/source/reading.ts'
import { DESIRED } from '../../store/source/accepted.ts'
import { originIn } from '../../store/source/origins.ts'
import type { Store } from '../../store/objects/store.ts'
import { readers } from './read-request.ts'

/** The paths of a resource whose places people ask for. */
const MOST_PLACES = 300

/** Where a resource and its fields stand in the file that it was read from; lines only while the file is as it was then. */
export function placesOf(store: Store, id: ResourceId): readonly SourcePlace[] {
  const origin = originIn(store, id)
  if (!origin) return []
  const whole = { path: '', file: origin.file }
  const text = readAsItWas(origin.file, origin.fileHash)
  if (text === undefined) return [whole]
  const context = { variable: () => undefined, readFile: (path: string) => new Error(`${path} is not read`) }
  const { manifests } = readText({ file: origin.file, text }, context, readers)
  const manifest = manifests.find((each) => each.id === id)
  if (!manifest) return [whole]
  const { placeOf } = manifest.provenance
  const fields = pathsIn(manifest.object.spec, ['spec']).slice(0, MOST_PLACES)
  return [
    { ...whole, line: placeOf([]).line },
    ...fields.flatMap((path) => {
      const place = placeOf(path)
      return place.origin === 'default' ? [] : [{ path: pathText(path), file: place.file, line: place.line }]
    }),
  ]
}

/** Why a resource of a watched tree can't be changed by a command: the file and line to edit; undefined for what was applied. */
export function watchedPlace(store: Store, id: ResourceId, field: string): string | undefined {
  const origin = originIn(store, id)
  if (!origin || origin.root === DESIRED) return undefined
  const places = placesOf(store, id)
  const place = places.find(({ path }) => path === field) ?? places[0]
  return place?.line === undefined ? origin.file : `${place.file}:${place.line}`
}

function readAsItWas(file: string, hash: string): string | undefined {
  try {
    const bytes = readFileSync(file)
    return bytesHash(bytes) === hash ? bytes.toString('utf8') : undefined
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

function pathText(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${part}`)).join('')
}
