import { isUtf8 } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isManifestName } from '../../store/source/disk/file-names.ts'
import { type DroppedEdit, editWords, mergeEdits, type ThreeTexts, valueEdits } from '../../store/writer/merge-edits.ts'
import { linkAbove } from './link-above.ts'
import type { Repository } from './repository.ts'
import { checkedOut, isBlob, isLink, type TreeEntry, treeOf } from './tree.ts'

/** A file that was edited in the work tree, and what the push makes of it. */
export interface MergedFile {
  readonly path: string
  /** The merged content; absent if the push deletes the file. */
  readonly pushed?: { readonly mode: string; readonly bytes: Buffer }
  /** The edits that are kept, in words, and those that are lost. */
  readonly kept: readonly string[]
  readonly dropped: readonly DroppedEdit[]
}

/** A reason why a push can't be written into the work tree. */
export interface PushConflict {
  readonly path: string
  readonly line?: number
  readonly message: string
  readonly remedy: string
}

/** How uncommitted changes of a work tree combine with a push. */
export interface MergedPush {
  readonly merged: readonly MergedFile[]
  /** Untracked files that the push adds with the same content. */
  readonly adopted: readonly string[]
  /** Files edited or deleted in the work tree that the push does not change. */
  readonly untouched: readonly string[]
  /** Files and links that git writes with the push, and those that it removes. */
  readonly written: readonly string[]
  readonly removed: readonly string[]
  /** The symbolic links of the push. */
  readonly links: readonly string[]
  readonly conflicts: readonly PushConflict[]
}

/**
 * Merges uncommitted changes of the work tree into the files that the push changes; other edited files stay as they are. Writes nothing.
 */
export async function mergePush(repository: Repository, next: string): Promise<MergedPush> {
  const [before, after, edited] = await Promise.all([
    repository.head === undefined ? new Map<string, TreeEntry>() : treeOf(repository, repository.head),
    treeOf(repository, next),
    editedFiles(repository),
  ])
  const isTouched = (path: string) =>
    before.get(path)?.object !== after.get(path)?.object || before.get(path)?.mode !== after.get(path)?.mode
  const merging: Merging = { repository, before, after }
  const merged = await all([...edited].filter(isTouched), (path) => mergeFile(merging, path))
  const fresh = [...after.keys()].filter((path) => !before.has(path) && !edited.has(path))
  const untracked = await all(fresh, (path) => adopt(merging, path))
  const each = [...merged, ...untracked].flatMap((found) => (found ? [found] : []))
  const adopted = new Set(each.flatMap((found) => ('adopted' in found ? [found.adopted] : [])))
  return {
    merged: each.flatMap((found) => ('kept' in found ? [found] : [])),
    adopted: [...adopted],
    untouched: [...edited].filter((path) => !isTouched(path)),
    written: [...after.keys()].filter((path) => isTouched(path) && !adopted.has(path)),
    removed: [...before.keys()].filter((path) => !after.has(path)),
    links: [...after].flatMap(([path, entry]) => (isLink(entry) ? [path] : [])),
    conflicts: each.flatMap((found) => ('message' in found ? [found] : [])),
  }
}

interface Merging {
  readonly repository: Repository
  readonly before: ReadonlyMap<string, TreeEntry>
  readonly after: ReadonlyMap<string, TreeEntry>
}

type Found = MergedFile | PushConflict | { readonly adopted: string }

async function all<T>(paths: readonly string[], act: (path: string) => Promise<T>): Promise<T[]> {
  const done: T[] = []
  for (const path of paths) done.push(await act(path))
  return done
}

/** Tracked files that differ from the last commit, staged or not. */
async function editedFiles({ head, output }: Repository): Promise<ReadonlySet<string>> {
  if (head === undefined) return new Set()
  const args = [
    '--no-optional-locks',
    'status',
    '--porcelain=v1',
    '-z',
    '--untracked-files=no',
    '--ignore-submodules=all',
    '--no-renames',
  ]
  const status = (await output(args)).toString('utf8')
  return new Set(status.split('\0').flatMap((entry) => (entry === '' ? [] : [entry.slice(3)])))
}

async function mergeFile({ repository, before, after }: Merging, path: string): Promise<Found | undefined> {
  const { workTree } = repository
  const remedy = `push it as the work tree has it, or give that up there first: git -C ${workTree} checkout HEAD -- ${path}`
  const [old, pushed] = [before.get(path), after.get(path)]
  const isBehindLink = (await linkAbove(workTree, path)) !== undefined
  const found = isBehindLink ? undefined : await lstat(join(workTree, path)).catch(() => undefined)
  const refused = (message: string): PushConflict => ({ path, message, remedy })
  if (!found) return pushed ? refused('was deleted in the work tree, and the push changes it') : undefined
  if (!found.isFile() || (pushed && !isBlob(pushed)) || (old && !isBlob(old)))
    return refused('is no regular file in the work tree or in the push, and both changed it')
  const [ours, theirs, base] = await Promise.all([
    readFile(join(workTree, path)),
    pushed ? checkedOut(repository, pushed, path) : Buffer.alloc(0),
    old ? checkedOut(repository, old, path) : Buffer.alloc(0),
  ])
  if (pushed && ours.equals(theirs))
    return { path, pushed: { mode: pushed.mode, bytes: theirs }, kept: [], dropped: [] }
  if (![ours, theirs, base].every((bytes) => isUtf8(bytes)))
    return refused('is no text, and both the work tree and the push changed it')
  const texts = { base: base.toString('utf8'), ours: ours.toString('utf8'), theirs: theirs.toString('utf8') }
  return pushed
    ? await mergeTexts(repository, texts, { path, mode: pushed.mode, remedy })
    : takenOut(texts, path, remedy)
}

/** An edited file that the push deletes. Values that commands set in a manifest are lost with it; any other edit is a conflict. */
function takenOut({ base, ours }: ThreeTexts, path: string, remedy: string): Found {
  const edits = isManifestName(basename(path)) ? valueEdits(base, ours) : undefined
  if (!edits)
    return { path, message: 'was edited in the work tree, which is not committed, and the push takes it out', remedy }
  const words = edits.map(editWords).join(', ')
  return { path, kept: [], dropped: [{ line: 1, message: `goes with the push; ${words} was set in the work tree` }] }
}

interface Subject {
  readonly path: string
  readonly mode: string
  readonly remedy: string
}

async function mergeTexts(repository: Repository, texts: ThreeTexts, { path, mode, remedy }: Subject): Promise<Found> {
  const byValue = isManifestName(basename(path)) ? mergeEdits(texts) : undefined
  if (byValue) {
    const { text, kept, dropped } = byValue
    return { path, pushed: { mode, bytes: Buffer.from(text) }, kept, dropped }
  }
  const byLine = await mergeLines(repository, texts)
  const kept = ['lines that were edited in the work tree']
  if ('text' in byLine) return { path, pushed: { mode, bytes: Buffer.from(byLine.text) }, kept, dropped: [] }
  return {
    path,
    line: byLine.line,
    message: 'the push changes lines that were edited in the work tree, which is not committed',
    remedy,
  }
}

/** Merges by lines, as git does. */
async function mergeLines(
  { gitDirectory, run }: Repository,
  { base, ours, theirs }: ThreeTexts,
): Promise<{ readonly text: string } | { readonly line: number }> {
  const directory = join(gitDirectory, 'reconcile', `merge-${randomBytes(6).toString('hex')}`)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  try {
    const files = [join(directory, 'theirs'), join(directory, 'base'), join(directory, 'ours')] as const
    await Promise.all([writeFile(files[0], theirs), writeFile(files[1], base), writeFile(files[2], ours)])
    const { code, out } = await run(['merge-file', '-p', '--quiet', ...files])
    const text = out.toString('utf8')
    // The lines before the first conflict mark are those of the push, apart from lines added or removed in the work tree.
    return code === 0
      ? { text }
      : { line: Math.max(1, text.split('\n').findIndex((line) => line.startsWith('<<<<<<< ')) + 1) }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Untracked files are never overwritten, as there may be no other copy. A link of the last commit may make room for a directory. */
async function adopt({ repository, before, after }: Merging, path: string): Promise<Found | undefined> {
  const { workTree } = repository
  const found = await lstat(join(workTree, path)).catch(() => undefined)
  if (!found) return undefined
  const link = await linkAbove(workTree, path)
  if (link !== undefined) return before.has(link) ? undefined : untrackedLink(workTree, link)
  const remedy = `push it as it is there, or move it away first: ${join(workTree, path)}`
  const pushed = after.get(path)
  if (found.isDirectory())
    return {
      path,
      message: 'is a directory in the work tree, and a file or link in the push',
      remedy: `push that it goes first, and ${path} after that; files that git does not know are to be moved out of ${join(workTree, path)}`,
    }
  if (!found.isFile() || !pushed || !isBlob(pushed))
    return { path, message: 'is in the work tree, where git does not know it, and is no regular file', remedy }
  const [ours, theirs] = await Promise.all([readFile(join(workTree, path)), checkedOut(repository, pushed, path)])
  if (ours.equals(theirs)) return { adopted: path }
  return { path, message: 'is in the work tree, where git does not know it, and the push has another one', remedy }
}

function untrackedLink(workTree: string, path: string): PushConflict {
  return {
    path,
    message: 'is a link in the work tree, where git does not know it, and a directory in the push',
    remedy: `move it away first: ${join(workTree, path)}`,
  }
}
