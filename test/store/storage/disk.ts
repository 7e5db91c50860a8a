import type { Random } from '../../../clock/random.ts'
import type { Files, LogFile } from '../../../store/storage/files.ts'

/** What goes wrong at one call: an error, a write that takes less, or the power. */
export type Fault = 'EIO' | 'ENOSPC' | 'short' | 'cut'

const pageBytes = 32

/** A file as the kernel sees it: pages in the cache, and what of them is on the disk. */
interface Inode {
  cache: Buffer
  disk: Buffer
  readonly dirty: Set<number>
}

/** One flat directory on a disk that can fail and lose its power at every call. */
export interface Disk {
  readonly files: () => Files
  /** Settles when the power went. */
  readonly down: () => Promise<'down'>
  /** The power comes back: only what was on the disk is there. */
  restart(): void
  /** How many calls were made. */
  readonly calls: () => number
}

/**
 * A disk with a page cache: unsynced pages, lengths and names survive a power cut by chance, each page for itself. A failed
 * sync forgets which pages were dirty, as Linux does.
 */
export function faultyDisk(random: Random, faults: ReadonlyMap<number, Fault>): Disk {
  const state = newState(random, faults)
  return {
    calls: () => state.call,
    down: () => state.down,
    restart: () => restart(state),
    files: () => filesOf({ state, life: state.life }),
  }
}

/** Who calls: after the power went, callers of an earlier life get no answer. */
interface Caller {
  readonly state: State
  readonly life: number
}

function filesOf(by: Caller): Files {
  const { state } = by
  return {
    makeDirectory: () => act(by, () => undefined),
    list: () => act(by, () => [...state.names.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1))),
    read: (path) => act(by, () => Buffer.from(found(state, path).cache)),
    create: (path) => act(by, () => create(by, path)),
    rename: (from, to) => act(by, () => change(state, () => moveName(state.names, from, to))),
    remove: (path) => act(by, () => change(state, () => void state.names.delete(path))),
    syncDirectory: () => act(by, () => keepNames(state)),
  }
}

interface State {
  readonly random: Random
  readonly faults: ReadonlyMap<number, Fault>
  call: number
  names: Map<string, Inode>
  namesOnDisk: Map<string, Inode>
  /** The directory after each unsynced change of it. */
  pending: Map<string, Inode>[]
  life: number
  down: Promise<'down'>
  cut: () => void
}

function newState(random: Random, faults: ReadonlyMap<number, Fault>): State {
  const state: State = {
    ...{ random, faults, call: 0, names: new Map(), namesOnDisk: new Map(), pending: [], life: 0 },
    ...{ down: new Promise(() => undefined), cut: () => undefined },
  }
  power(state)
  return state
}

function power(state: State): void {
  state.down = new Promise((resolve) => {
    state.cut = () => resolve('down')
  })
}

/** One call: it may fail, and after the power went it never answers. */
async function act<T>({ state, life }: Caller, run: () => T, partly?: (fault: Fault) => T): Promise<T> {
  await Promise.resolve()
  const fault = life === state.life ? state.faults.get(state.call++) : undefined
  if (fault === 'cut') loseVolatile(state)
  if (life !== state.life) return await new Promise<never>(() => undefined)
  if (fault === undefined) return run()
  if (partly !== undefined) return partly(fault)
  if (fault === 'short') return run()
  throw Object.assign(new Error(`${fault}: by the test`), { code: fault })
}

function found(state: State, path: string): Inode {
  const inode = state.names.get(path)
  if (inode === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' })
  return inode
}

function create(by: Caller, path: string): LogFile {
  const { state } = by
  if (state.names.has(path)) throw Object.assign(new Error(`EEXIST: ${path}`), { code: 'EEXIST' })
  const inode: Inode = { cache: Buffer.alloc(0), disk: Buffer.alloc(0), dirty: new Set() }
  change(state, () => void state.names.set(path, inode))
  return {
    write: (bytes, offset) =>
      act(
        by,
        () => put(inode, bytes, offset),
        (fault) => putPart(state, inode, { bytes, offset, fault }),
      ),
    truncate: (length) => act(by, () => cutTo(inode, length)),
    sync: () =>
      act(
        by,
        () => syncAll(inode),
        (fault) => syncPart(state, inode, fault),
      ),
    isThere: () => act(by, () => state.names.get(path) === inode),
    isMoved: () => act(by, () => state.names.get(path) !== inode && [...state.names.values()].includes(inode)),
    close: () => act(by, () => undefined),
  }
}

function change(state: State, run: () => void): void {
  run()
  state.pending.push(new Map(state.names))
}

function moveName(names: Map<string, Inode>, from: string, to: string): void {
  const inode = names.get(from)
  if (inode === undefined) throw Object.assign(new Error(`ENOENT: ${from}`), { code: 'ENOENT' })
  names.set(to, inode)
  names.delete(from)
}

function keepNames(state: State): void {
  state.pending = []
  state.namesOnDisk = new Map(state.names)
}

function put(inode: Inode, bytes: Uint8Array, offset: number): number {
  const size = Math.max(inode.cache.length, offset + bytes.length)
  inode.cache = Buffer.concat([inode.cache], size)
  inode.cache.set(bytes, offset)
  for (let page = Math.floor(offset / pageBytes); page * pageBytes < offset + bytes.length; page += 1)
    inode.dirty.add(page)
  return bytes.length
}

function putPart(state: State, inode: Inode, write: { bytes: Uint8Array; offset: number; fault: Fault }): number {
  const part = Math.max(1, Math.floor(state.random.next() * write.bytes.length))
  const taken = put(inode, write.bytes.subarray(0, part), write.offset)
  if (write.fault === 'short') return taken
  throw Object.assign(new Error(`${write.fault}: by the test`), { code: write.fault })
}

function cutTo(inode: Inode, length: number): void {
  inode.cache = Buffer.concat([inode.cache], length)
  inode.dirty.add(Math.floor(length / pageBytes))
}

function syncAll(inode: Inode): void {
  keepPages(inode, [...inode.dirty], inode.cache.length)
  inode.dirty.clear()
}

function syncPart(state: State, inode: Inode, fault: Fault): void {
  if (fault === 'short') return syncAll(inode)
  keepByChance(state, inode)
  inode.dirty.clear()
  throw Object.assign(new Error(`${fault}: by the test`), { code: fault })
}

function keepPages(inode: Inode, pages: readonly number[], size: number): void {
  const disk = Buffer.concat([inode.disk], size)
  for (const page of pages) {
    const start = page * pageBytes
    if (start < size) disk.set(inode.cache.subarray(start, Math.min(start + pageBytes, size)), start)
  }
  inode.disk = disk
}

function keepByChance(state: State, inode: Inode): void {
  const pages = [...inode.dirty].filter(() => state.random.next() < 0.5)
  keepPages(inode, pages, state.random.next() < 0.5 ? inode.cache.length : inode.disk.length)
}

function loseVolatile(state: State): void {
  for (const inode of new Set([...state.names.values(), ...state.namesOnDisk.values()])) {
    if (inode.dirty.size > 0) keepByChance(state, inode)
  }
  const kept = Math.floor(state.random.next() * (state.pending.length + 1))
  state.namesOnDisk = state.pending[kept - 1] ?? state.namesOnDisk
  state.life += 1
  state.cut()
}

function restart(state: State): void {
  state.names = new Map(state.namesOnDisk)
  state.pending = []
  for (const inode of state.names.values()) {
    inode.cache = Buffer.from(inode.disk)
    inode.dirty.clear()
  }
  power(state)
}
