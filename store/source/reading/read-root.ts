import { by } from '../../../api/v1/language/by.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import { gitStateOf, type GitState } from '../disk/git-state.ts'
import { type Mount, type Mounts, mountsOf } from '../disk/mounts.ts'
import { type CachedFile, type FileReaderOptions, readFileOf } from './read-file.ts'
import type { FileReading, RootReading } from './reading.ts'
import { isBuilt, passedLink, unreadableFile } from './reading.ts'
import type { EntryStat } from '../disk/source-files.ts'
import { type TreeWalk, walkTree } from '../disk/tree-walk.ts'

export interface RootReaderOptions extends FileReaderOptions {
  /** Absolute path of the directory. */
  readonly path: string
  /** Whether the tracked files below a directory equal HEAD. */
  readonly treeEqualsHead: (directory: string) => Promise<boolean>
  /**
   * Takes back what a push that git did not accept left in a directory. Returns what is under way while one is being written, which may
   * still fail. Never rejects. Absent: nothing is changed there.
   */
  readonly settlePush?: (directory: string) => Promise<string | undefined>
}

/** Reads one root repeatedly: files that did not change are not parsed again. */
export interface RootReader {
  /** Never rejects. `lastHead` is the commit of the last complete reading. */
  read(lastHead: string | undefined): Promise<RootReading>
  /** The files outside the tree that the last reading depends on: side files, and git's HEAD. */
  sideFiles(): readonly string[]
  /** The real paths of the directories that the last reading found in the tree. */
  directories(): readonly string[]
  /** Whether anything in or under the root was mounted or unmounted since the last reading. */
  isRemounted(): Promise<boolean>
  /** Makes the next reading parse a file again even if it did not change, as something else that it needs did. */
  forget(file: string): void
}

export function createRootReader(options: RootReaderOptions): RootReader {
  let cache: ReadonlyMap<string, CachedFile> = new Map()
  let headFile: string[] = []
  let mark = ''
  let workTrees: readonly string[] = []
  let directories: readonly string[] = []
  const forgotten = new Set<string>()
  return {
    forget: (file) => void forgotten.add(file),
    async read(lastHead) {
      const pushing = await options.settlePush?.(options.path)
      const mountsBefore = await mountsOf(options.files, options.path)
      const before = await gitStatesOf(options, workTrees)
      const walk = await walkTree(options.files, options.path)
      // Another commit may have other build sources.
      const moved = lastHead !== undefined && before.root !== undefined && before.root.head !== lastHead
      const cached = (file: string) => {
        const known = cache.get(file)
        return forgotten.delete(file) || (moved && known && isBuilt(known.reading)) ? undefined : known
      }
      cache = await readAll(options, walk.found, cached)
      const after = await gitStatesOf(options, walk.workTrees)
      workTrees = walk.workTrees
      directories = walk.directories
      headFile = after.root ? [after.root.headFile] : []
      const mounts = await mountsOf(options.files, options.path)
      const remounted = mounts.mark !== mountsBefore.mark
      mark = mounts.mark
      const incomplete = whyIncomplete({ pushing, walk, before, after, cache, remounted })
      const committed = moved && incomplete === undefined && (await options.treeEqualsHead(options.path))
      return {
        files: readingsOf(walk, cache, mounts.of),
        committed,
        mountOf: mounts.of,
        ...(incomplete ? { incomplete } : {}),
        ...(after.root ? { head: after.root.head } : {}),
      }
    },
    isRemounted: async () => (await mountsOf(options.files, options.path)).mark !== mark,
    directories: () => directories,
    sideFiles: () => [...headFile, ...[...cache.values()].flatMap((file) => [...file.sides.keys()])],
  }
}

/** The git state of the work tree that contains a root, and by directory also of those inside it. */
interface GitStates {
  readonly root: GitState | undefined
  readonly all: ReadonlyMap<string, GitState>
}

async function gitStatesOf({ files, path }: RootReaderOptions, workTrees: readonly string[]): Promise<GitStates> {
  const all = new Map<string, GitState>()
  for (const directory of new Set([path, ...workTrees])) {
    const state = await gitStateOf(files, directory)
    if (state) all.set(directory, state)
  }
  return { root: all.get(path), all }
}

/** As few as in the walk, for the same reason (tree-walk.ts). */
const filesAtOnce = 4

async function readAll(
  options: RootReaderOptions,
  found: ReadonlyMap<string, EntryStat>,
  cached: (file: string) => CachedFile | undefined,
): Promise<ReadonlyMap<string, CachedFile>> {
  const next = new Map<string, CachedFile>()
  const entries = [...found].sort(by(([file]) => file))
  for (let at = 0; at < entries.length; at += filesAtOnce) {
    const slice = entries.slice(at, at + filesAtOnce)
    const read = slice.map(
      async ([path, stat]) => [path, await readFileOf(options, { path, stat, cached: cached(path) })] as const,
    )
    for (const [path, file] of await Promise.all(read)) next.set(path, file)
  }
  return next
}

function readingsOf(
  walk: TreeWalk,
  cache: ReadonlyMap<string, CachedFile>,
  mountOf: Mounts['of'],
): ReadonlyMap<string, FileReading> {
  const readings = new Map([...cache].map(([path, { reading }]) => [path, onMount(reading, mountOf(path))]))
  for (const [path, reason] of walk.unusable) readings.set(path, unreadableFile(path, reason))
  for (const [path, link] of walk.passed) readings.set(path, passedLink(path, link))
  return readings
}

function onMount(reading: FileReading, mount: Mount | undefined): FileReading {
  return mount ? { ...reading, mount } : reading
}

interface Seen {
  /** The push that is being written. */
  readonly pushing: string | undefined
  readonly walk: TreeWalk
  readonly before: GitStates
  readonly after: GitStates
  readonly cache: ReadonlyMap<string, CachedFile>
  /** Whether something was mounted or unmounted during the reading. */
  readonly remounted: boolean
}

function whyIncomplete({ pushing, walk, before, after, cache, remounted }: Seen): RootReading['incomplete'] {
  const busy =
    pushing ?? [...after.all.values(), ...before.all.values()].find((state) => state.busy !== undefined)?.busy
  if (busy !== undefined) return { reason: sourceReasons.checkoutInProgress, message: busy }
  const hasMoved = ([directory, { head }]: [string, GitState]) => (after.all.get(directory)?.head ?? head) !== head
  if (before.root?.head !== after.root?.head || [...before.all].some(hasMoved))
    return { reason: sourceReasons.checkoutInProgress, message: 'HEAD moved while the tree was read' }
  if (remounted)
    return {
      reason: sourceReasons.checkoutInProgress,
      message: 'a file system was mounted or unmounted while it was read',
    }
  if (walk.incomplete !== undefined) return { reason: sourceReasons.rootVanished, message: walk.incomplete }
  const moving = [...cache.values()].find((file) => file.moving)
  if (moving) return { reason: sourceReasons.unreadable, message: `${moving.reading.file} changed while it was read` }
  return undefined
}
