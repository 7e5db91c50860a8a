import { Subject } from 'rxjs'
import type { Log } from '../../../api/v1/installation/log.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import type { Audit } from '../../../api/v1/installation/audit-record.ts'
import type { Clock } from '../../../clock/clock.ts'
import type { Developing } from '../../../controllers/develop/port.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import type { ReadManifest } from '../../../store/source/reading/reading.ts'
import { type FactStore, forget, keepBuilt, memoryOf, versionKept } from './remembered.ts'
import { isSame, type ServiceSources, type WatchingOptions, watchService } from './service-sources.ts'
import type { DevelopedService } from './sources-run.ts'
import type { SourceTree } from './tree.ts'

/** Options of watching sources. */
export interface SourcesOptions {
  readonly store: Pick<Store, 'get'> & FactStore
  readonly clock: Clock
  readonly quietMs: number
  readonly tree: SourceTree
  readonly audit: Audit
  readonly log: Log
  /** The size limit of one sync, bytes; default 1 GB. */
  readonly mostBytes?: number
  /** RECONCILE_HOME, of which nothing is ever copied (S9). */
  readonly home: string
}

/** The sources of all services with `develop` in the watched directories. */
export interface Sources extends Developing {
  /** Updates the watched services from accepted manifests. A service of a broken file keeps its rules (S1). */
  take(roots: readonly string[], manifests: readonly ReadManifest[]): void
  /** Sets the function that reads a file again to rebuild one service's image; called once the directories are watched. */
  rebuilds(readAgain: (file: string, key: Key) => void): void
  /** Call it before build contexts are hashed, and the result afterwards: it records which changes each image contains. */
  hashing(keys: Iterable<Key>): (imageOf: (key: Key) => string | undefined) => void
  close(): Promise<void>
}

/** Creates the sources; nothing is watched before the first `take`. */
export function createSources(options: SourcesOptions): Sources {
  const services = new Map<Key, ServiceSources>()
  const news = new Subject<Key>()
  const restarting = new Subject<Key>()
  /** Containers to restart, by id, with the start time of the run that must end. */
  const restarts = new Map<string, string>()
  let readAgain: (file: string, key: Key) => void = () => {}
  const end = async (key: Key) => {
    const ended = services.get(key)
    services.delete(key)
    news.next(key)
    await ended?.close()
  }
  const start = (key: Key, developed: DevelopedService) => {
    const before = services.get(key)
    if (before) before.declare(developed)
    else {
      const object = `Service/${key}`
      const say: WatchingOptions['say'] = (message, level) =>
        options.log(`${level ? `${level}: ` : ''}${object}: ${message}`, { object, ...(level ? { level } : {}) })
      const own = { say, memory: memoryOf(options.store, key), onNews: () => news.next(key) }
      services.set(key, watchService(developed, { ...options, ...own }))
    }
  }
  return {
    take(roots, manifests) {
      const others = new Set<Key>()
      for (const { object, develop, file } of manifests) {
        if (object.kind !== 'Service') continue
        const key = keyOf(object)
        const root = roots.find((each) => isWithin(file, each))
        const developed = develop && root !== undefined && { root, file, service: object, develop }
        const before = services.get(key)
        if (!developed) {
          others.add(key)
          if (before) void end(key)
        } else if (!before || !isSame(before.developed, developed)) start(key, developed)
      }
      const isGone = (key: Key) => options.store.get('Service', key) === undefined
      for (const key of [...services.keys()].filter(isGone)) void end(key)
      forget(options.store, (key) => others.has(key) || isGone(key))
    },
    rebuilds(read) {
      readAgain = read
    },
    hashing(keys) {
      const before = [...keys].map(
        (key) => [key, services.get(key)?.version ?? versionKept(options.store, key)] as const,
      )
      return (imageOf) => {
        for (const [key, version] of before) {
          const image = imageOf(key)
          if (image === undefined || version === undefined) continue
          const service = services.get(key)
          if (service) service.noteBuilt(image, version)
          else keepBuilt(options.store, key, { image, version })
        }
      }
    },
    has: (key) => services.has(key),
    of: (key) => services.get(key)?.seen(),
    changes: () => news.asObservable(),
    noteBrought: (key, brought) => services.get(key)?.noteBrought(brought),
    noteFailed: (key, container, failed) => services.get(key)?.noteFailed(container, failed),
    restart(task, { id, startedAt }) {
      restarts.set(id, startedAt)
      restarting.next(task)
    },
    mustRestart({ id, startedAt }) {
      const isDue = restarts.get(id) === startedAt
      if (!isDue) restarts.delete(id)
      return isDue
    },
    restarts: () => restarting.asObservable(),
    rebuild(key) {
      const service = services.get(key)
      if (!service) return
      service.noteRebuilt()
      readAgain(service.developed.file, key)
    },
    archive(key, copies) {
      const service = services.get(key)
      if (!service) throw new Error(`${key} is developed here no more`)
      return service.archive(copies)
    },
    record(key, task, { copies, removals, execs, restart }) {
      const details = [
        ...copies.map(({ from, to }) => `${from} to ${to}`),
        ...removals.map((path) => `${path} removed`),
        ...execs.map(({ command }) => `${command[0]} run`),
        ...(restart ? ['restarted'] : []),
      ]
      const more = details.length > MOST_TOLD ? [`and ${details.length - MOST_TOLD} more`] : []
      options.audit.record({
        ...{ type: 'change', by: { kind: 'file', file: services.get(key)?.developed.file ?? '' }, verb: 'develop' },
        ...{ object: `Task/${key.slice(0, key.indexOf('/'))}/${task}`, change: 'synced' },
        details: [...details.slice(0, MOST_TOLD), ...more],
      })
    },
    async close() {
      await Promise.all([...services.keys()].map(end))
      news.complete()
      restarting.complete()
    },
  }
}

/** At most this many files of a sync are named in the audit log. */
const MOST_TOLD = 50
