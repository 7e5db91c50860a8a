import type { ApplyContext, ManifestReader, ManifestText } from './manifest-reader.ts'
import { readManifests } from './manifests.ts'
import { type FileReaderOptions, readFileOf } from './read-file.ts'
import { createRootReader } from './read-root.ts'
import { type FileReading, fileReading, unreadableFile } from './reading.ts'
import { reasonOf } from './tree-walk.ts'

/** What `apply -f`, `validate` and `plan` were pointed at: files, and directories with all manifests in them. Never rejects. */
export async function readPaths(options: FileReaderOptions, paths: readonly string[]): Promise<readonly FileReading[]> {
  const read = await Promise.all(paths.map((path) => readPath(options, path)))
  return read.flat()
}

/** A text that came by itself, as from standard input or over the API; its side files come from the context. */
export function readText(source: ManifestText, context: ApplyContext, readers: readonly ManifestReader[]): FileReading {
  return fileReading(source.file, Buffer.from(source.text), readManifests(source, context, readers))
}

async function readPath(options: FileReaderOptions, path: string): Promise<readonly FileReading[]> {
  try {
    const stat = await options.files.stat(path)
    if (stat.kind === 'directory') return await readDirectory(options, path)
    if (stat.kind === 'file') return [(await readFileOf(options, { path, stat, cached: undefined })).reading]
    return [unreadableFile(path, 'is no regular file: manifests are read from regular files only')]
  } catch (error) {
    return [unreadableFile(path, reasonOf(error))]
  }
}

async function readDirectory(options: FileReaderOptions, path: string): Promise<readonly FileReading[]> {
  const reader = createRootReader({ ...options, path, treeEqualsHead: () => Promise.resolve(false) })
  const { files, incomplete } = await reader.read(undefined)
  const readings = [...files.values()].filter((file) => !file.foreign)
  if (incomplete) return [...readings, unreadableFile(path, `not read completely: ${incomplete.message}`)]
  return readings.length > 0 ? readings : [unreadableFile(path, 'holds no manifest and no Compose file')]
}
