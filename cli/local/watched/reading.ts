import { isWithin } from '../../../api/v1/language/path-within.ts'
import type { ManifestError } from '../../../api/v1/provenance.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'
import { withoutParts } from '../../../store/source/reading/parts.ts'
import { createRootReader } from '../../../store/source/reading/read-root.ts'
import { fileError, type SourceFiles } from '../../../store/source/disk/source-files.ts'
import type { Core } from '../open/core.ts'
import { inDirectory, readers, variablesOf } from '../request/read-request.ts'
import type { WholeReading } from '../request/read-whole.ts'

/** Files of a watched directory, and the variables of the process that watches it which become bytes. */
export interface WatchedReading {
  readonly reading: WholeReading
  readonly variables: Readonly<Record<string, string | null>>
}

/** What is asked for of a watched directory. */
export interface WatchedPart {
  readonly root: string
  /** What is in these directories. */
  readonly directories: readonly string[]
  /** Files that are named, with the texts that they are to have; those that are not there are not read. */
  readonly texts: ReadonlyMap<string, string>
}

/**
 * Reads a part of a watched directory as serve does: the same walk, the same links, the same variables, each file with what stands beside
 * it. What is wrong with a file is judged where it is accepted; a reading that did not see everything says nothing of what is gone.
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
  return { reading: { files: read, errors: isAll ? [] : [notRead(root, incomplete.message)] }, variables }
}

/** The files of the disk, some of which have another text by now. */
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
