import { join } from 'node:path'
import { pick } from '../../api/v1/language/pick.ts'
import { isHomeGone, writeAnew } from './anew.ts'
import { ioError } from './damage.ts'
import type { Files } from './files.ts'
import { realFiles } from './files.ts'
import { changeText, defaultLimits, type LogLimits, oversize } from './limits.ts'
import { layoutOf, segmentPath, version0File, version0Kept } from './layout.ts'
import { loadFiles } from './load.ts'
import type { Segment } from './segment.ts'
import { appendBatch, claimSegment, endSegment } from './segment.ts'
import { removeLeftovers, writeSnapshot } from './snapshot.ts'
import type { HeldLock, Json, Storage, StorageChange } from './storage.ts'
import { StorageError } from './storage.ts'

export interface LogOptions {
  /** The state directory; created when absent. */
  readonly dir: string
  readonly files?: Files
  /** Looked at with every batch, and released on close. */
  readonly lock?: HeldLock
  readonly limits?: Partial<LogLimits>
  /** Called with a warning when a torn record was left out on opening, or when the files were removed during use. */
  readonly onTorn?: (words: string) => void
}

/** The sizes of the files, and the counts of snapshots since opening. */
export interface LogSizes {
  /** Bytes of the log since the last snapshot. */
  readonly logBytes: number
  readonly snapshotBytes: number
  readonly snapshots: number
  readonly failedSnapshots: number
}

/** A storage in an append-only log. */
export interface LogStorage extends Storage {
  sizes(): LogSizes
}

/**
 * Opens the append-only log of a state directory. Batches that arrive during a sync share the next write and sync; when the log has grown,
 * a snapshot is written in the background. Opening takes the state over: an older writer is `Fenced` from then on.
 */
export async function openStorage(options: LogOptions): Promise<LogStorage> {
  const files = options.files ?? realFiles
  const limits = { ...defaultLimits, ...options.limits }
  const { log, torn } = await openLog(files, { ...options, limits }).catch((error: unknown) => {
    throw ioError(`opening the state in ${options.dir}`, error)
  })
  if (torn !== undefined) options.onTorn?.(torn)
  return {
    load: async () => new Map(log.entries),
    write: (changes) => enqueue(log, changes),
    sizes: () => {
      const { logBytes, snapshotBytes, snapshots, failedSnapshots } = log
      return { logBytes, snapshotBytes, snapshots, failedSnapshots }
    },
    close: async () => {
      await closeLog(log)
      await options.lock?.release()
    },
  }
}

interface Batch {
  readonly changes: readonly StorageChange[]
  /** The changes as JSON, without the enclosing brackets. */
  readonly text: string
  readonly resolve: () => void
  readonly reject: (error: StorageError) => void
}

interface Log {
  readonly files: Files
  readonly dir: string
  readonly limits: LogLimits
  readonly lock: HeldLock | undefined
  readonly onTorn: LogOptions['onTorn']
  entries: Map<string, Json>
  segment: Segment
  logBytes: number
  snapshotBytes: number
  snapshots: number
  failedSnapshots: number
  /** Segments since the last snapshot. */
  segments: number
  /** After a failed snapshot, the log size at which the next one is tried. */
  patience: number
  queue: Batch[]
  flushing: Promise<void> | undefined
  snapshotting: Promise<void> | undefined
  closed: boolean
  fenced: boolean
}

async function openLog(
  files: Files,
  { dir, limits, lock, onTorn }: Pick<LogOptions, 'dir' | 'lock' | 'onTorn'> & { readonly limits: LogLimits },
): Promise<{ log: Log; torn: string | undefined }> {
  await files.makeDirectory(dir)
  const claimed = await claimNext(files, dir)
  try {
    const loaded = await loadFiles(files, dir, claimed.number)
    const { entries, migrated, torn, logBytes, snapshotBytes, segments } = loaded
    const segment = { ...claimed, ...pick(loaded, ['counts', 'snapshot', 'mark', 'tail']) }
    const log: Log = {
      ...{ files, dir, limits, lock, onTorn, entries, logBytes, snapshotBytes, segment },
      ...{ snapshots: 0, failedSnapshots: 0, segments: segments + 1 },
      ...{ patience: 0, queue: [], flushing: undefined, snapshotting: undefined, closed: false, fenced: false },
    }
    if (migrated) await finishMigration(log)
    return { log, torn }
  } catch (error) {
    await claimed.file.close()
    await files.remove(segmentPath(dir, claimed.number)).catch(() => undefined)
    throw error
  }
}

/**
 * Claims the next segment number. This comes before reading: everything that was acknowledged to an older writer is in the files by then.
 */
async function claimNext(files: Files, dir: string): Promise<Segment> {
  for (;;) {
    const { highest } = layoutOf(await files.list(dir))
    const segment = await claimSegment(files, { dir, number: highest + 1, counts: {}, snapshot: 0, tail: [] })
    if (segment !== undefined) return segment
  }
}

async function finishMigration(log: Log): Promise<void> {
  const { files, dir, segment, entries } = log
  log.snapshotBytes = await writeSnapshot(files, { dir, number: segment.number, entries })
  log.logBytes = 0
  log.segment = { ...segment, counts: {}, snapshot: segment.number, tail: [] }
  if ((await files.list(dir)).includes(version0File)) {
    await files.rename(join(dir, version0File), join(dir, version0Kept))
  }
  await removeLeftovers(files, dir)
}

function enqueue(log: Log, changes: readonly StorageChange[]): Promise<void> {
  return new Promise((resolve, reject) => {
    if (log.closed) return reject(new StorageError('Closed', `the state in ${log.dir} is closed`))
    const texts = changes.map(changeText)
    const tooLarge = oversize(log.limits, changes, texts)
    if (tooLarge !== undefined) return reject(tooLarge)
    log.queue.push({ changes, text: texts.join(','), resolve, reject })
    log.flushing ??= flush(log)
  })
}

async function flush(log: Log): Promise<void> {
  // Waits for one turn of microtasks, so that writes of one moment share a batch.
  await Promise.resolve()
  while (log.queue.length > 0) {
    const group = takeGroup(log)
    try {
      await keep(log, group)
      for (const batch of group) batch.resolve()
    } catch (error) {
      const refusal = ioError(`writing the state in ${log.dir}`, error)
      for (const batch of group) batch.reject(refusal)
    }
  }
  log.flushing = undefined
}

function takeGroup(log: Log): Batch[] {
  let bytes = 0
  const fits = (batch: Batch) => (bytes += batch.text.length) <= log.limits.batchBytes
  const tooMany = log.queue.findIndex((batch) => !fits(batch))
  return log.queue.splice(0, tooMany === -1 ? log.queue.length : Math.max(1, tooMany))
}

async function keep(log: Log, group: readonly Batch[]): Promise<void> {
  if (log.fenced) throw fencedError(log)
  // A snapshot and a first batch make names in the directory, which may be another writer's by now.
  const makesNames = snapshotDue(log) || log.segment.length === 0
  if (makesNames && !(await checkFence(log))) return await beginAnew(log, group)
  if (snapshotDue(log)) await rotate(log)
  const before = log.segment.length
  const text = group.flatMap((batch) => (batch.text === '' ? [] : [batch.text])).join(',')
  if (text !== '') await appendBatch(log.files, log.segment, `[${text}]`)
  try {
    if (!(await checkFence(log))) return await beginAnew(log, group)
  } catch (error) {
    // The batch is refused, so its bytes must not count.
    log.segment.torn = log.segment.length > before
    log.segment.length = before
    throw error
  }
  log.logBytes += log.segment.length - before
  change(log.entries, group)
}

function change(entries: Map<string, Json>, group: readonly Batch[]): void {
  for (const { changes } of group)
    for (const { key, value } of changes)
      if (value === undefined) entries.delete(key)
      else entries.set(key, value)
}

/** Writes the whole state again after its files were removed; not where they were moved, as another reconcile may go on with them (S11). */
async function beginAnew(log: Log, group: readonly Batch[]): Promise<void> {
  const entries = new Map(log.entries)
  change(entries, group)
  if ((await log.segment.file.isMoved()) || (await isHomeGone(log.files, log.dir))) throw removedError(log)
  const anew = (await isHeld(log)) ? await writeAnew(log.files, log.segment, entries) : undefined
  if (!anew) throw fence(log)
  log.entries = entries
  Object.assign(log, { ...anew, logBytes: 0, segments: 1 })
  log.onTorn?.(`warning: the state in ${log.dir} was taken away while it was in use, and is written anew`)
}

/**
 * Throws Fenced if another writer took over; returns whether our segment still exists. Runs after the sync, not before: a new writer claims
 * its number first and reads afterwards.
 */
async function checkFence(log: Log): Promise<boolean> {
  const { dir, files, segment } = log
  const { highest } = layoutOf(await files.list(dir))
  if (highest === 0) return false
  // Who begins after the files were removed counts from 1 again, and may have our number.
  const isOurs = highest === segment.number && (await segment.file.isThere())
  if (!isOurs || !(await isHeld(log))) throw fence(log)
  return true
}

async function isHeld({ lock }: Log): Promise<boolean> {
  return lock === undefined || (await lock.isHeld())
}

function fence(log: Log): StorageError {
  log.fenced = true
  return fencedError(log)
}

function fencedError(log: Log): StorageError {
  return new StorageError('Fenced', `another reconcile took over the state in ${log.dir}; this one must end`)
}

function removedError({ dir }: Log): StorageError {
  return new StorageError(
    'Io',
    `the state in ${dir} was taken away while it was in use; put it back, or end this reconcile`,
  )
}

function snapshotDue(log: Log): boolean {
  if (log.snapshotting !== undefined || log.logBytes < log.patience) return false
  return log.logBytes > Math.max(log.limits.logBytes, log.snapshotBytes) || log.segments > log.limits.segments
}

/** Begins a new segment and writes a snapshot of everything before it in the background. On failure the log goes on without one. */
async function rotate(log: Log): Promise<void> {
  const { files, dir, segment } = log
  const counts = { ...segment.counts, [segment.number]: segment.length }
  const tail = segment.length === 0 ? segment.tail : []
  try {
    const next = await claimSegment(files, { ...segment, dir, number: segment.number + 1, counts, tail })
    // Another writer has that number: the fence check after the append will report it.
    if (next === undefined) return
    log.segment = next
    log.segments += 1
  } catch {
    return postpone(log)
  }
  await segment.file.close().catch(() => undefined)
  log.snapshotting = snapshot(log, new Map(log.entries)).finally(() => {
    log.snapshotting = undefined
  })
}

async function snapshot(log: Log, entries: ReadonlyMap<string, Json>): Promise<void> {
  const { files, dir, logBytes } = log
  try {
    log.snapshotBytes = await writeSnapshot(files, { dir, number: log.segment.number, entries })
    log.logBytes -= logBytes
    log.segments = 1
    log.snapshots += 1
    log.patience = 0
    await removeLeftovers(files, dir)
  } catch {
    log.failedSnapshots += 1
    postpone(log)
  }
}

/** Delays the next snapshot. The failure is not reported: where a snapshot fails, batches fail too and report it. */
function postpone(log: Log): void {
  log.patience = log.logBytes + log.limits.logBytes
}

async function closeLog(log: Log): Promise<void> {
  if (log.closed) return
  log.closed = true
  await log.flushing
  await log.snapshotting
  const isOurs = await isOursAtEnd(log).catch(() => false)
  await log.segment.file.close()
  if (!isOurs) return
  await endSegment(log.files, log.segment)
  // An unused segment is removed, and its number becomes free. That is safe, as a later opening claims its number before it reads.
  const unwritten = log.segment.length === 0 && !log.segment.torn
  if (unwritten) await log.files.remove(segmentPath(log.dir, log.segment.number))
}

/** Whether the directory is still ours to write in; a state whose files were removed is written again. */
async function isOursAtEnd(log: Log): Promise<boolean> {
  if (log.fenced) return false
  if (await checkFence(log)) return true
  if (log.entries.size === 0) return false
  await beginAnew(log, [])
  return true
}
