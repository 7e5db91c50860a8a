import { Counter, Histogram, type Registry } from 'prom-client'
import type { Files, LogFile } from '../../store/storage/files.ts'
import type { LogSizes, LogStorage } from '../../store/storage/log.ts'
import { shortSeconds } from './buckets.ts'
import { readGauge } from './read-gauge.ts'

/** Wraps the storage and its files to measure them. */
export interface StorageInstrument {
  files(files: Files): Files
  storage(storage: LogStorage): LogStorage
}

/** Measures the storage. `now` is in seconds. */
export function storageMetrics(registry: Registry, now: () => number): StorageInstrument {
  const registers = [registry]
  const writes = new Counter({
    name: 'reconcile_storage_writes_total',
    help: 'Batches handed to storage, by result: kept, or refused.',
    ...{ labelNames: ['result'] as const, registers },
  })
  const durations = new Histogram({
    name: 'reconcile_storage_write_duration_seconds',
    help: 'How long a batch took until it was kept or refused.',
    ...{ registers, buckets: shortSeconds },
  })
  const syncs = new Histogram({
    name: 'reconcile_storage_sync_duration_seconds',
    help: 'How long the disk took to sync a file of the state.',
    ...{ registers, buckets: shortSeconds },
  })
  const bytes = new Counter({
    name: 'reconcile_storage_written_bytes_total',
    help: 'Bytes written to files of the state, snapshots too.',
    registers,
  })
  const sizes = sizesIn(registry)
  for (const result of ['kept', 'refused']) writes.inc({ result }, 0)
  const measured = async <T>(work: () => Promise<T>, told: (seconds: number, isDone: boolean) => void): Promise<T> => {
    const begun = now()
    let isDone = false
    try {
      const answer = await work()
      isDone = true
      return answer
    } finally {
      told(now() - begun, isDone)
    }
  }
  const file = (inner: LogFile): LogFile => ({
    ...inner,
    async write(chunk, offset) {
      const taken = await inner.write(chunk, offset)
      bytes.inc(taken)
      return taken
    },
    sync: () => measured(inner.sync, (seconds) => syncs.observe(seconds)),
  })
  return {
    files: (files) => ({ ...files, create: async (path) => file(await files.create(path)) }),
    storage(inner) {
      sizes.of = inner.sizes
      const told = (seconds: number, isKept: boolean) => {
        writes.inc({ result: isKept ? 'kept' : 'refused' })
        durations.observe(seconds)
      }
      return { ...inner, write: (changes) => measured(() => inner.write(changes), told) }
    },
  }
}

/** Gauges of the log's sizes, read at each scrape once it is open. */
function sizesIn(registry: Registry): { of: (() => LogSizes) | undefined } {
  const sizes: { of: (() => LogSizes) | undefined } = { of: undefined }
  const registers = [registry]
  const gauge = (name: string, help: string, field: 'logBytes' | 'snapshotBytes') =>
    readGauge(registry, { name, help }, () => sizes.of?.()[field])
  gauge('reconcile_storage_log_bytes', 'Bytes of the log since the last snapshot.', 'logBytes')
  gauge('reconcile_storage_snapshot_bytes', 'Bytes of the last snapshot.', 'snapshotBytes')
  new Counter({
    name: 'reconcile_storage_snapshots_total',
    help: 'Snapshots of the state since the start, by result: written, or failed.',
    ...{ labelNames: ['result'] as const, registers },
    collect() {
      const { snapshots = 0, failedSnapshots = 0 } = sizes.of?.() ?? {}
      this.reset()
      this.inc({ result: 'written' }, snapshots)
      this.inc({ result: 'failed' }, failedSnapshots)
    },
  })
  return sizes
}
