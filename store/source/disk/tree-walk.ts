import { isWithin } from '../../../api/v1/language/path-within.ts'
import { basename, dirname, join } from 'node:path'
import { by } from '../../../api/v1/language/by.ts'
import { errorCode } from '../../../api/v1/language/caught-error.ts'
import { fileReason, IN_PLACE, IRREGULAR, MOST_FILE_BYTES, NAME_NO_TEXT } from '../../../api/v1/file-reason.ts'
import { isManifestName, isSkippedName } from './file-names.ts'
import { IGNORE_FILE, type IgnoreRules, ignoreRulesOf, isIgnored } from './ignore-rules.ts'
import type { PassedLink } from '../reading/reading.ts'
import type { Entry, EntryStat, SourceFiles } from './source-files.ts'

/** The result of a walk: the files that may hold manifests, sorted by path. */
export interface TreeWalk {
  readonly found: ReadonlyMap<string, EntryStat>
  /** Files that exist but can't be used, with the reason. */
  readonly unusable: ReadonlyMap<string, string>
  /** Links that are not followed. */
  readonly passed: ReadonlyMap<string, PassedLink>
  /** Directories that have a `.git`: work trees, and submodules. */
  readonly workTrees: readonly string[]
  /** The real paths of all directories that were read. */
  readonly directories: readonly string[]
  /** Why the walk did not see everything; absent when it did. */
  readonly incomplete?: string
}

/**
 * Limits that no tree of manifests reaches, but a loop of mounts would. Few parallel stats, as each that hangs occupies one of Node's few
 * I/O threads.
 */
const bounds = { depth: 40, statsAtOnce: 4 }

/** The most files and links that may hold manifests in one directory, watched or named: a walk ends beyond them, incomplete. */
export const MOST_FILES = 50_000

export interface WalkOptions {
  /** Whether links to files elsewhere are followed, as for a tree that a person named. */
  readonly outside?: boolean
}

/**
 * Walks a whole tree, without what `.reconcileignore` files leave out. Links are followed while they stay inside it. Pipes, sockets and
 * devices are never opened.
 */
export async function walkTree(
  files: Walk['files'],
  root: string,
  { outside = false }: WalkOptions = {},
): Promise<TreeWalk> {
  const walk: Walk = {
    files,
    root,
    outside,
    base: '',
    found: new Map(),
    unusable: new Map(),
    passed: new Map(),
    workTrees: [],
    directories: [],
    seen: new Set(),
    links: [],
    incomplete: undefined,
  }
  try {
    walk.base = await files.realpath(root)
    await enter(walk, root, { depth: 0, outer: [] })
    // Links come last, so that a file that is also the target of a link keeps its own path. Links behind links are appended while
    // iterating.
    for (const link of walk.links) if (!isFull(walk)) await followLink(walk, link)
    isFull(walk) // which the last ones may have made it
  } catch (error) {
    walk.incomplete ??= `${root}: ${fileReason(error)}${errorCode(error) === 'ENOENT' ? goneWords(root) : ''}`
  }
  const { found, unusable, passed, workTrees, directories, incomplete } = walk
  return { found, unusable, passed, workTrees, directories, ...(incomplete === undefined ? {} : { incomplete }) }
}

function goneWords(root: string): string {
  return `; once it is gone for good: \`reconcile serve --unwatch ${root}\`, with \`--watch\` of where it is now if it has moved`
}

interface Walk {
  readonly files: Pick<SourceFiles, 'list' | 'stat' | 'realpath' | 'read'>
  readonly root: string
  /** Whether links to files outside the tree are followed. */
  readonly outside: boolean
  base: string
  readonly found: Map<string, EntryStat>
  readonly unusable: Map<string, string>
  readonly passed: Map<string, PassedLink>
  readonly workTrees: string[]
  readonly directories: string[]
  /** Real paths visited so far: each counts once, however many links lead there. */
  readonly seen: Set<string>
  readonly links: Step[]
  incomplete: string | undefined
}

/** How deep a directory is in the tree, and the rules of those around it on what is left out, innermost first. */
interface Within {
  readonly depth: number
  readonly outer: readonly IgnoreRules[]
}

async function enter(walk: Walk, directory: string, { depth, outer }: Within): Promise<void> {
  const real = await walk.files.realpath(directory)
  if (walk.seen.has(real)) return
  walk.seen.add(real)
  walk.directories.push(real)
  const listed = await walk.files.list(directory)
  if (listed.some(({ name }) => name === '.git')) walk.workTrees.push(directory)
  const rules = await rulesIn(walk, directory, { listed, outer })
  const entries = listed.filter((entry) => !isSkippedName(entry.name) && !isIgnored(directory, entry, rules))
  entries.sort(by(({ name }) => name))
  const plain = entries.filter((entry) => entry.kind === 'file' && isManifestName(entry.name))
  for (const entry of plain) walk.seen.add(join(real, entry.name))
  for (let at = 0; at < plain.length && !isFull(walk); at += bounds.statsAtOnce) {
    await Promise.all(plain.slice(at, at + bounds.statsAtOnce).map((entry) => look(walk, join(directory, entry.name))))
  }
  for (const entry of entries) {
    if (entry.kind !== 'file') await tryEntry(walk, { path: join(directory, entry.name), entry, depth, outer: rules })
  }
}

/**
 * The rules for what is in a directory, with its own. Where these can't be used the walk is incomplete, and nothing of the directory is
 * read: it would take in what is to be left out.
 */
async function rulesIn(
  { files }: Walk,
  directory: string,
  { listed, outer }: { readonly listed: readonly Entry[]; readonly outer: readonly IgnoreRules[] },
): Promise<readonly IgnoreRules[]> {
  if (!listed.some(({ name }) => name === IGNORE_FILE)) return outer
  try {
    const bytes = await files.read(join(directory, IGNORE_FILE), MOST_FILE_BYTES)
    return [ignoreRulesOf(directory, bytes), ...outer]
  } catch (error) {
    throw new Error(`${IGNORE_FILE}: ${fileReason(error)}`)
  }
}

/** Stats one file. If it vanished after the listing the tree is changing, so the walk is incomplete and nothing counts as missing. */
async function look(walk: Walk, path: string): Promise<void> {
  try {
    const stat = await walk.files.stat(path)
    if (stat.kind === 'file') walk.found.set(path, stat)
    else walk.unusable.set(path, IRREGULAR)
  } catch (error) {
    if (isNoText(path, error)) walk.unusable.set(path, NAME_NO_TEXT)
    else if (errorCode(error) === 'ENOENT') walk.incomplete ??= `${path} vanished while the tree was read`
    else walk.unusable.set(path, fileReason(error))
  }
}

/** Whether the bound is passed: nothing more is looked at then. */
function isFull(walk: Walk): boolean {
  if (walk.found.size + walk.unusable.size + walk.passed.size <= MOST_FILES) return false
  walk.incomplete ??= `more than ${MOST_FILES} files: watch a smaller directory`
  return true
}

interface Step extends Within {
  readonly path: string
  readonly entry: Entry
}

async function tryEntry(walk: Walk, step: Step): Promise<void> {
  const { path, entry } = step
  if (isFull(walk)) return
  if (entry.kind === 'directory') return enterBelow(walk, path, step)
  if (entry.kind === 'symlink') walk.links.push(step)
  else if (isManifestName(entry.name)) walk.unusable.set(path, IRREGULAR)
}

async function enterBelow(walk: Walk, path: string, { depth, outer }: Within): Promise<void> {
  if (depth >= bounds.depth) {
    walk.incomplete ??= `${path}: deeper than ${bounds.depth} directories`
    return
  }
  try {
    const before = walk.found.size + walk.unusable.size
    await enter(walk, path, { depth: depth + 1, outer })
    const isEmpty = walk.found.size + walk.unusable.size === before
    if (isEmpty && isManifestName(basename(path))) walk.unusable.set(path, IN_PLACE)
  } catch (error) {
    if (isNoText(path, error)) walk.unusable.set(path, NAME_NO_TEXT)
    else walk.incomplete ??= `${path}: ${fileReason(error)}`
  }
}

/** Whether a name is not valid UTF-8: Node replaces the bad bytes by U+FFFD, and no file has the resulting name. */
function isNoText(path: string, error: unknown): boolean {
  return errorCode(error) === 'ENOENT' && basename(path).includes('\ufffd')
}

async function followLink(walk: Walk, step: Step): Promise<void> {
  const { path, entry } = step
  try {
    const [real, stat] = await Promise.all([walk.files.realpath(path), walk.files.stat(path)])
    const isDirectory = stat.kind === 'directory'
    if (!isDirectory && !isManifestName(entry.name)) return
    const isFollowed = isWithin(real, walk.base) || (walk.outside && !isDirectory)
    if (!isFollowed) return passOutside(walk, step, { real, isDirectory })
    if (walk.seen.has(real)) return await passAgain(walk, path, real)
    if (isDirectory) return await enterBelow(walk, path, step)
    walk.seen.add(real)
    await look(walk, path)
  } catch (error) {
    const nowhere = ['ENOENT', 'ELOOP'].includes(errorCode(error))
    const reason = `leads nowhere: ${errorCode(error) === 'ENOENT' ? 'mend the link, or take it away' : fileReason(error)}`
    if (isManifestName(entry.name)) walk.unusable.set(path, isNoText(path, error) ? NAME_NO_TEXT : reason)
    // The link may have led to a directory, so what was read below it must not count as gone.
    else if (nowhere) walk.passed.set(path, { leads: 'nowhere', reason })
    else walk.incomplete ??= `${path}: ${fileReason(error)}`
  }
}

interface Target {
  readonly real: string
  readonly isDirectory: boolean
}

function passOutside(walk: Walk, { path, entry }: Step, { real, isDirectory }: Target): void {
  const out = `leads out of its root, to ${real}`
  if (isDirectory && !isManifestName(entry.name))
    walk.passed.set(path, { leads: 'out', reason: `${out}: name that directory too` })
  else walk.unusable.set(path, `${out}: put the file itself there, or name that directory too`)
}

/**
 * Handles a link to something already visited. A link to a parent directory is a cycle, which nobody expects to count, and is ignored. Any
 * other is reported where its target holds manifests.
 */
async function passAgain(walk: Walk, path: string, real: string): Promise<void> {
  if (isWithin(await walk.files.realpath(dirname(path)), real)) return
  const below = `${walk.root}${real.slice(walk.base.length)}`
  const isCounted = !isWithin(real, walk.base) || [...walk.found.keys()].some((file) => isWithin(file, below))
  const reason = `is a link to ${real}, which counts once, as what it is there: put a copy here where another is meant`
  if (isCounted) walk.passed.set(path, { leads: 'again', reason })
}
