import { isWithin } from '../../../api/v1/path-within.ts'
import type { ManifestError } from '../../../api/v1/provenance.ts'
import { diskFiles } from '../../../store/source/disk-files.ts'
import { acceptedOf } from '../../../store/source/origins.ts'
import { withoutParts } from '../../../store/source/parts.ts'
import { createRootReader } from '../../../store/source/read-root.ts'
import type { Core } from '../open/core.ts'
import { inDirectory, readers, type RequestReading, variablesOf } from '../request/read-request.ts'

/** Files of a watched directory, and the variables of the process that watches it which become bytes. */
export interface WatchedReading {
  readonly reading: Exclude<RequestReading, { readonly needs: readonly string[] }>
  readonly variables: Readonly<Record<string, string | null>>
}

/**
 * Reads what a watched directory has in some directories, as serve does: the same walk, the same links, the same variables. What is
 * wrong with a file is judged where it is accepted; a reading that did not see everything says nothing of what is gone.
 */
export async function readWatched(
  { clock, store, variable }: Pick<Core, 'clock' | 'store' | 'variable'>,
  root: string,
  directories: readonly string[],
): Promise<WatchedReading> {
  const treeEqualsHead = () => Promise.resolve(false)
  const reader = createRootReader({ ...{ path: root, files: diskFiles, clock, readers, variable }, treeEqualsHead })
  const { files, incomplete } = await reader.read(undefined)
  const settled = withoutParts(root, files, acceptedOf(store))
  const asked = [...settled.values()].filter(({ file }) => directories.some((each) => isWithin(file, each)))
  const read = asked.map((reading) => inDirectory(reading, {}))
  const variables = Object.fromEntries(variablesOf(read).map((name) => [name, variable(name) ?? null]))
  return { reading: { files: read, errors: incomplete ? [notRead(root, incomplete.message)] : [] }, variables }
}

function notRead(file: string, why: string): ManifestError {
  const place = { file, line: 1, column: 1, origin: 'literal' as const }
  return { place, path: '', message: `not read completely, so that nobody can say what is gone: ${why}` }
}
