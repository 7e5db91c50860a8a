import type { ApplyContext, ManifestReader, ManifestText } from './manifest-reader.ts'
import { readManifests } from './manifests.ts'
import { type FileReading, fileReading } from './reading.ts'

/** Reads a text from standard input or the API; its side files come from the context. */
export function readText(source: ManifestText, context: ApplyContext, readers: readonly ManifestReader[]): FileReading {
  return fileReading(source.file, Buffer.from(source.text), readManifests(source, context, readers))
}
