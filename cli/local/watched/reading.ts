import { isWithin } from '../../../api/v1/language/path-within.ts'
import type { ManifestError } from '../../../api/v1/provenance.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'
import { withoutParts } from '../../../store/source/reading/parts.ts'
import { createRootReader } from '../../../store/source/reading/read-root.ts'
import type { RootReading } from '../../../store/source/reading/reading.ts'
import { fileError } from '../../../store/file-error.ts'
import type { SourceFiles } from '../../../store/source/disk/source-files.ts'
import type { Core } from '../open/core.ts'
import { inDirectory, readers, variablesOf } from '../request/read-request.ts'
import type { WholeReading } from '../request/read-request.ts'

/** A reading of files in a watched directory, and the variables of this process that are contents of Secrets and Configs. */
export interface WatchedReading {
  readonly reading: WholeReading
  readonly variables: Readonly<Record<string, string | null>>
  /** All files of the directory, with the errors of those that are passed by. */
  readonly seen: RootReading['files']
  /** Why the directory can't be read completely; absent: it can. */
  readonly incomplete?: RootReading['incomplete']
}

/** The part of a watched directory to read. */
export interface WatchedPart {
  readonly root: string
  /** Directories to read. */
  readonly directories: readonly string[]
  /** Named files with the texts to assume; missing ones are not read. */
  readonly texts: ReadonlyMap<string, string>
}

/**
 * Reads a part of a watched directory as serve does: same walk, links, variables and neighbouring files. Errors in a file are judged at
 * acceptance. An incomplete reading yields an error, as it can't tell what was removed.
 */
export async function readWatched(
  { clock, store, variable }: Pick<Core, 'clock' | 'store' | 'variable'>,
  { root, directories, texts }: WatchedPart,
): Promise<WatchedReading> {
  const treeEqualsHead = () => Promise.resolve(false)
  const reader = createRootReader({
    ...{ path: root, files: withTexts(texts), clock, readers, variable },
    treeEqualsHead,
  })
  const { files, incomplete } = await reader.read(undefined)
  const settled = withoutParts(root, files, acceptedOf(store))
  const asked = [...settled.values()].filter(
    ({ file }) => texts.has(file) || directories.some((each) => isWithin(file, each)),
  )
  const read = asked.map((reading) => inDirectory(reading, {}))
  const variables = Object.fromEntries(variablesOf(read).map((name) => [name, variable(name) ?? null]))
  const isAll = !incomplete || directories.length === 0
  const errors = isAll ? [] : [notRead(root, incomplete.message)]
  return { reading: { files: read, errors }, variables, seen: files, ...(incomplete ? { incomplete } : {}) }
}

/** The files on disk, with replaced texts for some. */
function withTexts(texts: ReadonlyMap<string, string>): SourceFiles {
  return {
    ...diskFiles,
    async read(path, limit) {
      const text = texts.get(path)
      if (text === undefined) return await diskFiles.read(path, limit)
      const bytes = Buffer.from(text)
      if (bytes.length > limit) throw fileError('EFBIG', path)
      return bytes
    },
  }
}

function notRead(file: string, why: string): ManifestError {
  const place = { file, line: 1, column: 1, origin: 'literal' as const }
  return { place, path: '', message: `not read completely, so that nobody can say what is gone: ${why}` }
}
