import type { ManifestError } from '../provenance.ts'

/** Errors or warnings in the order in which they are read: by file, and in a file by line and column. */
export function byPlace(notes: readonly ManifestError[]): readonly ManifestError[] {
  return [...notes].sort(
    ({ place: a }, { place: b }) => byName(a.file, b.file) || a.line - b.line || a.column - b.column,
  )
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
