import { lstat, readdir, readlink, realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { by } from '../../../api/v1/language/by.ts'
import type { BuildArgs } from '../../types/build.ts'
import { createIgnore } from '../../build/ignore.ts'
import { dockerfileInArchive, inlineDockerfile } from '../../requests.ts'
import { ignorePatterns } from './ignore-file.ts'
import { entryAt, withTextAt } from './links.ts'
import { readText } from '../read-text.ts'

/** The fields of every entry of a build's archive. */
interface EntryOf<Type extends string> {
  readonly type: Type
  /** Relative, with slashes. */
  readonly path: string
  readonly mode: number
  /** Modification time, s since 1970; absent for text that is in no file. Not part of any hash. */
  readonly mtime?: number
}

/** An entry of a build's archive. */
export type ContextEntry =
  | EntryOf<'directory'>
  | (EntryOf<'symlink'> & { readonly target: string })
  | (EntryOf<'file'> & { readonly size: number; readonly from: string })
  /** Text that is not a file of the context: an inline Dockerfile, or one from elsewhere. */
  | (EntryOf<'text'> & { readonly text: string })

/** A local build context as it will be packed: sorted, filtered by .dockerignore. */
export interface BuildContext {
  readonly entries: readonly ContextEntry[]
  /** The text of the Dockerfile among them. */
  readonly dockerfile: string
}

const entryLimit = 500_000

/** Whether a link, at a path, is only in the place of what it leads to, which counts in its stead. */
export type IsStandIn = (path: string, target: string) => boolean

/** Reads a context's names and sizes, not the contents of its files. Errors say which path and what to do. */
export async function readContext(args: BuildArgs, isStandIn?: IsStandIn): Promise<BuildContext> {
  const path = dockerfileInArchive(args) ?? 'Dockerfile'
  const dockerfile = args.dockerfileInline ?? (await readDockerfile(args))
  const found: ContextEntry[] = []
  const walked = { root: args.context, entries: found, isStandIn }
  if (args.context !== '') await walk({ ...walked, ignored: await readIgnore(args, path) }, '')
  const text = { type: 'text', path, mode: 0o644, text: dockerfile } as const
  const isThere = path !== inlineDockerfile && (await leadsTo(entryAt(found, path), join(args.context, path)))
  const entries = isThere ? found : withTextAt(found, text)
  entries.sort(by(({ path }) => path))
  return { entries, dockerfile }
}

/** Whether a local context takes in a file at this relative path, were one there. */
export async function takesIn(args: BuildArgs, path: string): Promise<boolean> {
  return (await readIgnore(args, dockerfileInArchive(args) ?? 'Dockerfile'))(path) === 'no'
}

/** Whether the archive's path leads to this very file: a link may lead out of the context, or to an ignored file. */
async function leadsTo(entry: ContextEntry | undefined, file: string): Promise<boolean> {
  return entry?.type === 'file' && (await realpath(entry.from)) === (await realpath(file))
}

interface Walk {
  readonly root: string
  readonly ignored: (path: string) => 'no' | 'yes' | 'look-inside'
  readonly entries: ContextEntry[]
  readonly isStandIn: IsStandIn | undefined
}

async function walk(state: Walk, directory: string): Promise<void> {
  const names = await readdir(join(state.root, directory)).catch((cause) => {
    throw new Error(`read build context ${join(state.root, directory)}: ${cause.message}`, { cause })
  })
  for (const name of names.sort()) {
    const path = directory === '' ? name : `${directory}/${name}`
    const verdict = state.ignored(path)
    if (verdict !== 'yes') await add(state, path, verdict === 'no')
  }
}

async function add(state: Walk, path: string, wanted: boolean): Promise<void> {
  const from = await placeOf(state, join(state.root, path))
  const stat = await lstat(from).catch((cause) => {
    const remedy = path.includes('\uFFFD')
      ? '; its name is no UTF-8: rename it, or leave it out with .dockerignore'
      : ''
    throw new Error(`read build context ${from}: ${cause.message}${remedy}`, { cause })
  })
  const [mode, mtime] = [stat.mode & 0o7777, Math.floor(stat.mtimeMs / 1000)]
  if (stat.isDirectory()) {
    if (wanted) state.entries.push({ type: 'directory', path, mode, mtime })
    await walk(state, path)
  } else if (!wanted) {
    return
  } else if (stat.isSymbolicLink()) {
    state.entries.push({ type: 'symlink', path, mode: 0o777, mtime, target: await readlink(from) })
  } else if (stat.isFile()) {
    state.entries.push({ type: 'file', path, mode, mtime, size: stat.size, from })
  }
  // Sockets, pipes and devices are left out, as docker does.
  if (state.entries.length > entryLimit)
    throw new Error(
      `read build context ${state.root}: more than ${entryLimit} files; leave some out with .dockerignore`,
    )
}

/** Where an entry is: what a stand-in leads to, else the path itself. */
async function placeOf({ isStandIn }: Walk, path: string): Promise<string> {
  if (!isStandIn) return path
  const target = await readlink(path).catch(() => undefined)
  return target !== undefined && isStandIn(path, target) ? target : path
}

/** Reads the Dockerfile of a local context. */
export async function readDockerfile(args: Pick<BuildArgs, 'context' | 'dockerfile'>): Promise<string> {
  const path = resolve(args.context, args.dockerfile ?? 'Dockerfile')
  const text = await readText(path)
  if (text === undefined)
    throw new Error(
      `build ${args.context}: there is no ${path}: make it, or name another in build.dockerfile, relative to the context`,
    )
  return text
}

/** Returns the .dockerignore filter. The Dockerfile and .dockerignore are always sent. */
async function readIgnore(args: BuildArgs, dockerfile: string): Promise<Walk['ignored']> {
  const patterns = await ignorePatterns(args)
  if (patterns === undefined) return () => 'no'
  const ignore = createIgnore(patterns)
  return (path) => {
    if (path === dockerfile || path === '.dockerignore' || !ignore.ignores(path)) return 'no'
    return dockerfile.startsWith(`${path}/`) || ignore.mayKeepBelow(path) ? 'look-inside' : 'yes'
  }
}
