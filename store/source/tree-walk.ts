import { isWithin } from '../../api/v1/path-within.ts'
import { basename, join } from 'node:path'
import { errorCode } from '../../api/v1/caught-error.ts'
import { fileReason, IN_PLACE, IRREGULAR } from '../../api/v1/file-reason.ts'
import { isManifestName, isSkippedName } from './file-names.ts'
import type { Entry, EntryStat, SourceFiles } from './source-files.ts'

/** What a walk found: the files that may hold manifests, in order of their paths. */
export interface TreeWalk {
  readonly found: ReadonlyMap<string, EntryStat>
  /** Files that are there and can't be used, with the reason. */
  readonly unusable: ReadonlyMap<string, string>
  /** Links to directories elsewhere, or to nothing, with the reason why they are not followed. */
  readonly outside: ReadonlyMap<string, string>
  /** Why the walk did not see everything; absent when it did. */
  readonly incomplete?: string
}

/** No tree of manifests is deeper or larger; a loop of mounts would be. */
const bounds = { depth: 40, files: 50_000, statsAtOnce: 32 }

/** Looks at a whole tree. Links are followed while they stay inside of it; pipes, sockets and devices are never opened. */
export async function walkTree(files: SourceFiles, root: string): Promise<TreeWalk> {
  const walk: Walk = {
    files,
    base: '',
    found: new Map(),
    unusable: new Map(),
    outside: new Map(),
    seen: new Set(),
    links: [],
    incomplete: undefined,
  }
  try {
    walk.base = await files.realpath(root)
    await enter(walk, root, 0)
    // Links last: a file keeps its own path when a link leads to it too. Links found behind links join the list.
    for (const link of walk.links) await followLink(walk, link)
  } catch (error) {
    walk.incomplete ??= `${root}: ${fileReason(error)}${errorCode(error) === 'ENOENT' ? goneWords(root) : ''}`
  }
  const { found, unusable, outside, incomplete } = walk
  return { found, unusable, outside, ...(incomplete === undefined ? {} : { incomplete }) }
}

function goneWords(root: string): string {
  return `; once it is gone for good: \`reconcile serve --unwatch ${root}\`, with \`--watch\` of where it is now if it has moved`
}

interface Walk {
  readonly files: SourceFiles
  base: string
  readonly found: Map<string, EntryStat>
  readonly unusable: Map<string, string>
  readonly outside: Map<string, string>
  /** Real paths of what was looked at: each counts once, whatever links lead there. */
  readonly seen: Set<string>
  readonly links: Step[]
  incomplete: string | undefined
}

async function enter(walk: Walk, directory: string, depth: number): Promise<void> {
  const real = await walk.files.realpath(directory)
  if (walk.seen.has(real)) return
  walk.seen.add(real)
  const entries = [...(await walk.files.list(directory))].filter((entry) => !isSkippedName(entry.name))
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  const plain = entries.filter((entry) => entry.kind === 'file' && isManifestName(entry.name))
  for (const entry of plain) walk.seen.add(join(real, entry.name))
  for (let at = 0; at < plain.length; at += bounds.statsAtOnce) {
    await Promise.all(plain.slice(at, at + bounds.statsAtOnce).map((entry) => look(walk, join(directory, entry.name))))
  }
  for (const entry of entries) {
    if (entry.kind !== 'file') await tryEntry(walk, { path: join(directory, entry.name), entry, depth })
  }
}

/** A file that is listed and not there any more: the tree changes under the walk, so nothing counts as missing. */
async function look(walk: Walk, path: string): Promise<void> {
  try {
    const stat = await walk.files.stat(path)
    if (stat.kind === 'file') walk.found.set(path, stat)
    else walk.unusable.set(path, IRREGULAR)
    if (walk.found.size > bounds.files) walk.incomplete ??= `more than ${bounds.files} files: watch a smaller directory`
  } catch (error) {
    if (errorCode(error) === 'ENOENT') walk.incomplete ??= `${path} vanished while the tree was read`
    else walk.unusable.set(path, fileReason(error))
  }
}

interface Step {
  readonly path: string
  readonly entry: Entry
  readonly depth: number
}

async function tryEntry(walk: Walk, step: Step): Promise<void> {
  const { path, entry, depth } = step
  if (walk.found.size > bounds.files) return
  if (entry.kind === 'directory') return enterBelow(walk, path, depth)
  if (entry.kind === 'symlink') walk.links.push(step)
  else if (isManifestName(entry.name)) walk.unusable.set(path, IRREGULAR)
}

async function enterBelow(walk: Walk, path: string, depth: number): Promise<void> {
  if (depth >= bounds.depth) {
    walk.incomplete ??= `${path}: deeper than ${bounds.depth} directories`
    return
  }
  try {
    const before = walk.found.size + walk.unusable.size
    await enter(walk, path, depth + 1)
    const isEmpty = walk.found.size + walk.unusable.size === before
    if (isEmpty && isManifestName(basename(path))) walk.unusable.set(path, IN_PLACE)
  } catch (error) {
    walk.incomplete ??= `${path}: ${fileReason(error)}`
  }
}

async function followLink(walk: Walk, { path, entry, depth }: Step): Promise<void> {
  try {
    const [real, stat] = await Promise.all([walk.files.realpath(path), walk.files.stat(path)])
    if (stat.kind !== 'directory' && !isManifestName(entry.name)) return
    if (!isWithin(real, walk.base)) {
      const isDirectory = stat.kind === 'directory' && !isManifestName(entry.name)
      const remedy = isDirectory ? 'watch that directory too' : 'put the file itself there, or watch that directory too'
      const reason = `leads out of its root, to ${real}: ${remedy}`
      walk[isDirectory ? 'outside' : 'unusable'].set(path, reason)
      return
    }
    if (stat.kind === 'directory') return await enterBelow(walk, path, depth)
    if (walk.seen.has(real)) return
    walk.seen.add(real)
    await look(walk, path)
  } catch (error) {
    const reason = `leads nowhere: ${fileReason(error)}`
    if (isManifestName(entry.name)) walk.unusable.set(path, reason)
    // It may have led to a directory: what was read below it is not known to be gone.
    else if (errorCode(error) === 'ENOENT') walk.outside.set(path, reason)
    else walk.incomplete ??= `${path}: ${fileReason(error)}`
  }
}
