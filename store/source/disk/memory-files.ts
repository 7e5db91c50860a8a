import { basename, dirname, resolve } from 'node:path/posix'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import type { Clock } from '../../../clock/clock.ts'
import type { EntryKind, EntryStat, SourceFiles } from './source-files.ts'
import { fileError } from '../../file-error.ts'

/** A file system in memory. Changes take effect at once; answers and hints come through the clock. */
export interface MemoryFiles extends SourceFiles {
  /** Creates or overwrites a file, and creates its parent directories. */
  write(path: string, content: string | Uint8Array): void
  makeDirectory(path: string): void
  makeLink(path: string, target: string): void
  /** Creates a pipe, whose opening would block. */
  makePipe(path: string): void
  rename(from: string, to: string): void
  /** Removes a file, a link, or a directory with its contents. */
  remove(path: string): void
  /** Makes every call on this path fail with a code; undefined ends that. */
  fail(path: string, code: string | undefined): void
  /** Sets the kernel's mount table, without a hint. */
  mounted(table: string): void
  /** Sets whether watchers get hints. */
  tell(told: boolean): void
}

interface MemoryNode {
  readonly kind: EntryKind
  readonly bytes: Uint8Array
  readonly target: string
  readonly ino: number
  readonly mtimeMs: number
}

interface Disk {
  readonly nodes: Map<string, MemoryNode>
  readonly failing: Map<string, string>
  readonly watches: Set<{ paths: readonly string[]; readonly hint: () => void }>
  told: boolean
  mounts: string
  nextIno: number
}

export function createMemoryFiles(clock: Clock): MemoryFiles {
  const disk: Disk = { nodes: new Map(), failing: new Map(), watches: new Set(), told: true, mounts: '', nextIno: 1 }
  return { ...readingOf(disk, clock), ...changingOf(disk, clock) }
}

function readingOf(disk: Disk, clock: Clock): SourceFiles {
  const answer = <T>(compute: () => T) =>
    new Promise<T>((done, failed) => {
      clock.after(0, () => {
        try {
          done(compute())
        } catch (error) {
          failed(error)
        }
      })
    })
  return {
    list: (directory) => answer(() => entriesOf(disk, follow(disk, directory))),
    stat: (path) => answer(() => statOf(nodeAt(disk, follow(disk, path)))),
    realpath: (path) => answer(() => follow(disk, path)),
    read: (path, limit) => answer(() => contentOf(disk, path, limit)),
    mountTable: () => answer(() => disk.mounts),
    watch(directory, hint) {
      const watch = { paths: [directory] as readonly string[], hint }
      disk.watches.add(watch)
      return {
        also(paths) {
          watch.paths = [directory, ...paths]
        },
        async close() {
          disk.watches.delete(watch)
        },
      }
    },
  }
}

function changingOf(disk: Disk, clock: Clock): Omit<MemoryFiles, keyof SourceFiles> {
  const put = (path: string, node: Partial<MemoryNode>) => putNode(disk, clock, { path, node })
  return {
    write: (path, content) => put(path, { bytes: typeof content === 'string' ? Buffer.from(content) : content }),
    makeDirectory: (path) => makeDirectory(disk, clock, path),
    makeLink: (path, target) => put(path, { kind: 'symlink', target }),
    makePipe: (path) => put(path, { kind: 'other' }),
    rename(from, to) {
      for (const path of below(disk, to)) disk.nodes.delete(path)
      for (const path of below(disk, from)) {
        const node = nodeAt(disk, path)
        disk.nodes.delete(path)
        disk.nodes.set(`${to}${path.slice(from.length)}`, node)
      }
      hint(disk, clock, from)
      hint(disk, clock, to)
    },
    remove(path) {
      for (const each of below(disk, path)) disk.nodes.delete(each)
      hint(disk, clock, path)
    },
    fail(path, code) {
      if (code === undefined) disk.failing.delete(path)
      else disk.failing.set(path, code)
      hint(disk, clock, path)
    },
    mounted(table) {
      disk.mounts = table
    },
    tell(value) {
      disk.told = value
    },
  }
}

function hint(disk: Disk, clock: Clock, path: string): void {
  for (const watch of disk.told ? disk.watches : []) {
    const isSeen = watch.paths.some((watched) => isWithin(path, watched))
    if (isSeen) clock.after(1, () => disk.watches.has(watch) && watch.hint())
  }
}

function makeDirectory(disk: Disk, clock: Clock, path: string): void {
  if (!disk.nodes.has(path) && path !== '/') putNode(disk, clock, { path, node: { kind: 'directory' } })
}

function putNode(disk: Disk, clock: Clock, { path, node }: { path: string; node: Partial<MemoryNode> }): void {
  makeDirectory(disk, clock, dirname(path))
  const ino = disk.nodes.get(path)?.ino ?? disk.nextIno++
  const plain = { kind: 'file' as const, bytes: new Uint8Array(), target: '', ino, mtimeMs: clock.now() }
  disk.nodes.set(path, { ...plain, ...node })
  hint(disk, clock, path)
}

/** The real path, with every link resolved. */
function follow(disk: Disk, path: string, links = 0): string {
  if (links > 20) throw fileError('ELOOP', path)
  let real = '/'
  for (const part of path.split('/').filter((each) => each !== '')) {
    const next = resolve(real, part)
    const node = nodeAt(disk, next)
    real = node.kind === 'symlink' ? follow(disk, resolve(real, node.target), links + 1) : next
  }
  return real
}

function nodeAt(disk: Disk, path: string): MemoryNode {
  const code = disk.failing.get(path)
  if (code !== undefined) throw fileError(code, path)
  const node = disk.nodes.get(path)
  if (path === '/') return { kind: 'directory', bytes: new Uint8Array(), target: '', ino: 0, mtimeMs: 0 }
  if (!node) throw fileError('ENOENT', path)
  return node
}

function below(disk: Disk, path: string): string[] {
  return [...disk.nodes.keys()].filter((each) => isWithin(each, path))
}

function entriesOf(disk: Disk, directory: string) {
  if (nodeAt(disk, directory).kind !== 'directory') throw fileError('ENOTDIR', directory)
  const inside = [...disk.nodes].filter(([path]) => dirname(path) === directory && path !== directory)
  return inside.map(([path, node]) => ({ name: basename(path), kind: node.kind }))
}

function statOf({ kind, bytes, ino, mtimeMs }: MemoryNode): EntryStat {
  return { kind, size: bytes.length, mtimeMs, ctimeMs: mtimeMs, ino }
}

function contentOf(disk: Disk, path: string, limit: number): Uint8Array {
  const node = nodeAt(disk, follow(disk, path))
  if (node.kind !== 'file') throw fileError(node.kind === 'directory' ? 'EISDIR' : 'EINVAL', path)
  if (node.bytes.length > limit) throw fileError('EFBIG', path)
  return node.bytes
}
