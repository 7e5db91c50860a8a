import type { Clock } from '../../clock/clock.ts'
import type { Random } from '../../clock/random.ts'
import type { Json, Storage, StorageChange } from './storage.ts'
import { StorageError } from './storage.ts'

export interface MemoryOptions {
  readonly clock: Clock
  readonly random: Random
  /** How long until a group of batches is acknowledged, whole ms, both ends included; 0 when absent. */
  readonly latencyMs?: { readonly min: number; readonly max: number }
  /** The initial contents; not modified. */
  readonly initial?: ReadonlyMap<string, Json>
}

/** A storage for virtual time. It behaves like the log; its disk is a map that outlives the writer. */
export interface MemoryStorage extends Storage {
  /**
   * Opens the same disk for a new process; the writer before it is Fenced. Its batches in flight were kept or not, as drawn from `random`,
   * and are never acknowledged.
   */
  open(): Storage
  /** The present contents. */
  contents(): ReadonlyMap<string, Json>
  /** A copy of the contents, for another storage. */
  copy(): Map<string, Json>
  /** Refuses every batch with this code from now on; undefined ends that. */
  refuse(code: 'Full' | 'Io' | undefined): void
}

/** Creates a storage whose acknowledgements are timers of `clock`, so that a crash can come before or after each. */
export function memoryStorage(options: MemoryOptions): MemoryStorage {
  const disk: Disk = { ...options, entries: new Map(options.initial), refusal: undefined, writer: undefined }
  return {
    ...openWriter(disk),
    open: () => openWriter(disk),
    contents: () => disk.entries,
    copy: () => new Map(disk.entries),
    refuse(code) {
      disk.refusal = code
    },
  }
}

interface Disk extends MemoryOptions {
  readonly entries: Map<string, Json>
  refusal: 'Full' | 'Io' | undefined
  /** The newest writer; all others are fenced. */
  writer: Writer | undefined
}

interface Writer {
  readonly disk: Disk
  queue: Batch[]
  inFlight: readonly Batch[]
  closed: boolean
  idle: (() => void)[]
}

interface Batch {
  readonly changes: readonly StorageChange[]
  readonly resolve: () => void
  readonly reject: (error: StorageError) => void
}

function openWriter(disk: Disk): Storage {
  const before = disk.writer
  if (before !== undefined && before.inFlight.length > 0 && disk.random.next() < 0.5) apply(disk, before.inFlight)
  const writer: Writer = { disk, queue: [], inFlight: [], closed: false, idle: [] }
  disk.writer = writer
  return {
    load: async () => new Map(disk.entries),
    write: (changes) => enqueue(writer, changes),
    close: () => close(writer),
  }
}

function enqueue(writer: Writer, changes: readonly StorageChange[]): Promise<void> {
  return new Promise((resolve, reject) => {
    if (writer.closed) return reject(new StorageError('Closed', 'the storage in memory is closed'))
    writer.queue.push({ changes, resolve, reject })
    if (writer.inFlight.length === 0) start(writer)
  })
}

/** Writes all waiting batches as one group, as the log does. */
function start(writer: Writer): void {
  const { clock, random, latencyMs } = writer.disk
  const { min, max } = latencyMs ?? { min: 0, max: 0 }
  writer.inFlight = writer.queue
  writer.queue = []
  clock.after(min + Math.floor(random.next() * (max - min + 1)), () => finish(writer))
}

function finish(writer: Writer): void {
  const { disk, inFlight: group } = writer
  const refusal = refusalOf(writer)
  if (refusal === undefined) apply(disk, group)
  writer.inFlight = []
  for (const batch of group) {
    if (refusal === undefined) batch.resolve()
    else batch.reject(refusal)
  }
  if (writer.queue.length > 0) return start(writer)
  for (const resolve of writer.idle.splice(0)) resolve()
}

function refusalOf(writer: Writer): StorageError | undefined {
  const { disk } = writer
  if (disk.writer !== writer) return new StorageError('Fenced', 'a new life took over the storage in memory')
  if (disk.refusal === undefined) return undefined
  return new StorageError(disk.refusal, 'writing the state in memory: refused as the test asked; end the refusal')
}

function apply(disk: Disk, group: readonly Batch[]): void {
  for (const { key, value } of group.flatMap((batch) => batch.changes)) {
    if (value === undefined) disk.entries.delete(key)
    else disk.entries.set(key, value)
  }
}

function close(writer: Writer): Promise<void> {
  writer.closed = true
  if (writer.inFlight.length === 0) return Promise.resolve()
  return new Promise((resolve) => writer.idle.push(resolve))
}
