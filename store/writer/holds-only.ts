import type { FieldPath, FilePosition } from '../../api/v1/provenance.ts'
import { plainText, treesOf } from '../../api/v1/yaml/parse-documents.ts'

/**
 * Whether a YAML or JSON text says nothing beside what stands at some positions: no service of a profile that is off, no anchor for
 * others, no document that is commented out. What only frames them, such as a Compose file's name, is nothing by itself. Pure.
 */
export function holdsOnly(text: string, positions: readonly FilePosition[]): boolean {
  const plain = plainText(text)
  const { trees, flaws } = treesOf(plain)
  if (flaws.length > 0 || trees.some(({ converted }) => converted.flaws.length > 0)) return false
  const pathsIn = (wanted: number) => positions.flatMap(({ document, path }) => (document === wanted ? [path] : []))
  if (!trees.every(({ converted }, index) => isFramed(converted.value, pathsIn(index)))) return false
  return !hasCommentedOut(
    plain,
    trees.map(({ range }) => range[0]),
  )
}

/** What a Compose file or a List says around what it declares. */
const FRAME: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'name', 'version'])

function isFramed(value: unknown, paths: readonly FieldPath[]): boolean {
  if (paths.some((path) => path.length === 0)) return true
  if (paths.length === 0) return isCovered(value, paths)
  return entriesOf(value).every(([key, below]) => FRAME.has(key) || isCovered(below, under(paths, key)))
}

function isCovered(value: unknown, paths: readonly FieldPath[]): boolean {
  if (value === null || paths.some((path) => path.length === 0)) return true
  if (typeof value !== 'object') return false
  return entriesOf(value).every(([key, below]) => paths.length > 0 && isCovered(below, under(paths, key)))
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function under(paths: readonly FieldPath[], key: string): readonly FieldPath[] {
  return paths.flatMap((path) => (String(path[0]) === key ? [path.slice(1)] : []))
}

/** Whether a mark begins a document of comments alone; what stands above the first mark is of the document behind it. */
function hasCommentedOut(plain: string, starts: readonly number[]): boolean {
  const marks = [...plain.matchAll(/^---(?=\s|$)/gm)].map(({ index }) => index)
  return marks.some((from, order) => {
    const to = marks[order + 1] ?? plain.length
    return !starts.some((start) => start >= from && start < to) && /(?:^|\s)#/m.test(plain.slice(from, to))
  })
}
