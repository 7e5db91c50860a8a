import type { ApplyContext, ManifestReader, ManifestText } from './manifest-reader.ts'
import { readManifests } from './manifests.ts'
import { type FileReading, fileReading } from './reading.ts'

/** A text that came by itself, from standard input or over the API; its side files come from the context. */
export function readText(source: ManifestText, context: ApplyContext, readers: readonly ManifestReader[]): FileReading {
  return fileReading(source.file, Buffer.from(source.text), readManifests(source, context, readers))
}
