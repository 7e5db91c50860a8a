import type { Clock } from '../../clock/clock.ts'
import { LAST_ROLLOUT, lastRollout } from '../../controllers/holds/last-rollout.ts'
import { TOOK_OVER } from '../../controllers/holds/unseen-nodes.ts'
import { mountedBefore } from '../../controllers/data/last-mounted.ts'
import { leftBefore } from '../../controllers/task/act/left-volumes.ts'
import { readHome } from '../../store/backup/home-files.ts'
import { manifestOf } from '../../store/backup/manifest.ts'
import { packBackup } from '../../store/backup/tar.ts'
import { factPath, keptEntries, keptOf, objectPath } from '../../store/objects/kept.ts'
import type { Store } from '../../store/objects/store.ts'
import { versionPath } from '../../store/objects/versions.ts'
import type { Json } from '../../store/storage/storage.ts'
import { snapshotPath } from '../../store/storage/layout.ts'
import { snapshotRecords } from '../../store/storage/snapshot.ts'
import { annotations } from '../../api/v1/labels.ts'
import { VERSION_TEXT } from '../../api/v1/version-text.ts'
import { LOCKER } from './open/locker.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

export interface BackupSource {
  readonly home: string
  readonly installation: string
  readonly store: Store
  readonly clock: Clock
}

/**
 * Added to resourceVersion, so that clients that watched a later version than the restored one get an error and list again, instead of
 * waiting forever.
 */
const VERSIONS_AHEAD = 10_000_000
/** Records to write before yielding to the event loop. */
const RECORDS_PER_TURN = 16

/**
 * Streams a consistent snapshot of an installation as a tar: what a restart would find after a power cut at that moment. The caller holds
 * the state's lock.
 */
export async function* takeBackup({ home, installation, store, clock }: BackupSource): AsyncGenerator<Uint8Array> {
  await store.durable()
  const entries = asRestored(store).set(versionPath, Number(store.resourceVersion) + VERSIONS_AHEAD)
  entries.delete(factPath('meta', LOCKER))
  const beside = readHome(home)
  const createdAt = timestamp(clock.now())
  const files = [{ path: snapshotPath('state', 1), bytes: await snapshotOf(entries) }, ...beside]
  const manifest = manifestOf(files, { version: VERSION_TEXT, installation, createdAt })
  yield* packBackup({ manifest, files })
}

/**
 * The store's entries as a restored state should begin: facts about hosts are reset, so that they are observed again before anything relies
 * on them. Restarts are forgotten: by one of then, no person accepts the copies of data that there are now.
 */
export function asRestored(store: Store): Map<string, Json> {
  const entries = keptEntries(store)
    .set(factPath(...TOOK_OVER), true)
    .set(factPath(...LAST_ROLLOUT), lastRollout(store))
  for (const [key, node] of store.list('Node')) {
    const { engine: _, ...status } = node.status ?? {}
    entries.set(objectPath('Node', key), keptOf('Node', { ...node, status }))
  }
  for (const key of new Set([...store.list('Volume').keys(), ...store.facts('mounted').keys()]))
    entries.set(factPath('mounted', key), mountedBefore(key, store))
  for (const [key, task] of store.list('Task')) {
    const { [annotations.restarted]: restart, ...others } = task.metadata.annotations ?? {}
    if (restart === undefined) continue
    const metadata = { ...task.metadata, annotations: others }
    entries.set(objectPath('Task', key), keptOf('Task', { ...task, metadata }))
  }
  for (const key of store.facts('restart').keys()) entries.delete(factPath('restart', key))
  for (const place of store.facts('carried').keys()) entries.set(factPath('carried', place), leftBefore(place, store))
  return entries
}

async function snapshotOf(entries: ReturnType<typeof keptEntries>): Promise<Uint8Array> {
  const records: Uint8Array[] = []
  for (const record of snapshotRecords({ number: 1, entries })) {
    records.push(record)
    if (records.length % RECORDS_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return Buffer.concat(records)
}
