import { type FileReading, fileReading } from './reading.ts'

/** An override file as it counts by itself, where none is merged with it: it declares nothing, which is said. */
export function loneOverride({
  file,
  text,
}: {
  readonly file: string
  readonly text: string | Uint8Array
}): FileReading {
  const place = { file, line: 1, column: 1, origin: 'literal' as const }
  const message = 'is merged over a compose.yaml beside it, as docker compose does, and there is none that can be read'
  const warnings = [{ place, path: '', message }]
  const nothing = { manifests: [], errors: [], warnings, sideFiles: [], foreign: true }
  return fileReading(file, Buffer.from(text), nothing)
}
