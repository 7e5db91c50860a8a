import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { errorCode, errorText } from '../../api/v1/caught-error.ts'
import type { SourceText } from '../../api/v1/requests.ts'
import { isManifestName, isSkippedName } from '../../store/source/file-names.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'

const MOST_BYTES = 5_000_000
const MOST_FILES = 5_000
const MOST_DEPTH = 32

/** Whether a directory without a manifest means something, as to a plan of a watched one. */
export interface SourcesOptions {
  readonly mayBeEmpty?: boolean
  /** Directories, absolute, that are passed over. */
  readonly except?: readonly string[]
}

/** The texts of `-f FILE|DIR|-`, as they are; of a directory, every manifest in it and below, in the order of their names. */
export async function readSources(
  paths: readonly string[],
  { cwd, terminal }: Context,
  { mayBeEmpty = false, except = [] }: SourcesOptions = {},
): Promise<readonly SourceText[]> {
  const sources = new Map<string, SourceText>()
  for (const path of paths) {
    const read = path === '-' ? [await readInput(cwd, terminal.stdin())] : readPath(resolve(cwd, path), new Set(except))
    for (const source of read) sources.set(source.file, source)
  }
  if (sources.size === 0 && !mayBeEmpty) throw noManifest(paths)
  return [...sources.values()]
}

/** The directories of `-f FILE|DIR|-`, absolute. */
export function directoriesIn(paths: readonly string[], { cwd }: Context): readonly string[] {
  return paths
    .filter((path) => path !== '-')
    .map((path) => resolve(cwd, path))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory())
}

/** Where nothing is named that could be accepted. */
export function noManifest(paths: readonly string[]) {
  return usageError(
    `no manifest in ${paths.join(', ')}`,
    'name files that end in .yaml, .yml or .json, or a directory with some',
  )
}

async function readInput(cwd: string, stdin: AsyncIterable<Uint8Array>): Promise<SourceText> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stdin) {
    size += chunk.length
    if (size > MOST_BYTES) throw tooLarge('standard input')
    chunks.push(chunk)
  }
  return { file: join(cwd, '-'), text: decode(Buffer.concat(chunks), 'standard input') }
}

function readPath(path: string, except: ReadonlySet<string>): SourceText[] {
  const found = tried(path, () => statSync(path))
  if (!found.isDirectory()) return [readOne(path, false)]
  const files = walk(path, { depth: 0, except })
  if (files.length > MOST_FILES)
    throw usageError(`${path} has more than ${MOST_FILES} manifests`, 'name a smaller directory')
  return files.map((file) => readOne(file, true))
}

function walk(directory: string, { depth, except }: { depth: number; except: ReadonlySet<string> }): string[] {
  if (except.has(directory)) return []
  if (depth > MOST_DEPTH)
    throw usageError(`${directory} is deeper than ${MOST_DEPTH} directories`, 'name the files themselves')
  const names = tried(directory, () => readdirSync(directory)).sort()
  return names
    .filter((name) => !isSkippedName(name))
    .flatMap((name) => {
      const path = join(directory, name)
      const isManifest = isManifestName(name)
      const found = isManifest ? tried(path, () => statSync(path)) : statSync(path, { throwIfNoEntry: false })
      if (found?.isDirectory()) return walk(path, { depth: depth + 1, except })
      if (isManifest && !found?.isFile()) throw irregular(path)
      return isManifest ? [path] : []
    })
}

/** Passed over, what it declared before would count as gone (S1). */
function irregular(path: string) {
  return usageError(`reading ${path}: it is no regular file`, 'make it one, or take it away')
}

function readOne(file: string, inDirectory: boolean): SourceText {
  const { size } = tried(file, () => statSync(file))
  if (size > MOST_BYTES) throw tooLarge(file)
  const text = decode(
    tried(file, () => readFileSync(file)),
    file,
  )
  return inDirectory ? { file, text, inDirectory } : { file, text }
}

function decode(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw usageError(`${what} is not UTF-8`, 'save it as UTF-8')
  }
}

function tried<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (cause) {
    const why = errorCode(cause) === 'ENOENT' ? 'there is no such file or directory' : errorText(cause)
    throw usageError(`reading ${path}: ${why}`, 'check the path and its permissions')
  }
}

function tooLarge(what: string) {
  return usageError(`${what} is larger than 5 MB`, 'split it into several files')
}
