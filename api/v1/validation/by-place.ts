import type { ManifestError } from '../provenance.ts'

/** Sorts errors or warnings by file, line and column. */
export function byPlace(notes: readonly ManifestError[]): readonly ManifestError[] {
  return [...notes].sort(
    ({ place: a }, { place: b }) => byName(a.file, b.file) || a.line - b.line || a.column - b.column,
  )
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
