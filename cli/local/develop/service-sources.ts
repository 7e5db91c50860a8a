import { stableJson } from '../../../api/v1/language/hash.ts'
import type { Developed, FailedSync, SourceChange } from '../../../controllers/develop/port.ts'
import type { FileCopy } from '../../../controllers/develop/work.ts'
import { burstsOf } from '../../watch/bursts.ts'
import { whyOutside } from './confined.ts'
import { type Memory, versionIn, withBuilt } from './remembered.ts'
import type { SourcesOptions } from './sources.ts'
import { type DevelopedService, remember, type SourcesRun } from './sources-run.ts'
import { takeInTurn } from './take-changes.ts'
import { begin, CLOCK_MS } from './watch-sources.ts'

/** The size limit of one sync, bytes; larger files belong in a volume or the image (S12). */
const MOST_BYTES = 1_000_000_000

/** The watched sources of one service. */
export interface ServiceSources {
  readonly developed: DevelopedService
  /** Replaces the rules. Known changes are kept, and none is missed during the switch. */
  declare(developed: DevelopedService): void
  /** Undefined until all sources were looked at once. */
  seen(): Developed | undefined
  noteBrought(brought: ReadonlyMap<string, number>): void
  noteFailed(container: string, failed: FailedSync | undefined): void
  /** The number of the last change. */
  readonly version: number
  /** Records that a rebuild was requested for all changes so far. */
  noteRebuilt(): void
  /** Records that an image was built with the changes up to `version`. */
  noteBuilt(image: string, version: number): void
  archive(copies: readonly FileCopy[]): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

export interface WatchingOptions extends Omit<SourcesOptions, 'store' | 'audit' | 'log'> {
  /** Reports something about the service's sources to people. */
  readonly say: (message: string, level?: 'warning') => void
  readonly memory: Memory
  readonly onNews: () => void
}

/** Watches the sources of a service and records what changes. */
export function watchService(developed: DevelopedService, options: WatchingOptions): ServiceSources {
  const { clock, quietMs } = options
  const run: SourcesRun = {
    ...{ developed, options, failed: new Map(), leftOut: new Map() },
    ...restored(options),
    ...{ rules: [], problem: undefined, warned: undefined, isReady: false, isClosed: false },
    ...{
      begun: 0,
      watches: [],
      directories: new Map(),
      lacking: new Set(),
      anew: new Set(),
      withheld: new Set(),
      cancel: () => {},
      look: (at = []) => takeInTurn(run, at),
    },
    ...{
      bursts: burstsOf({ clock, quietMs, onBurst: (changes) => takeInTurn(run, changes) }),
      taking: Promise.resolve(),
    },
  }
  void begin(run)
  return {
    get developed() {
      return run.developed
    },
    declare(other) {
      run.developed = other
      void begin(run)
    },
    seen: () => seenOf(run),
    noteBrought(brought) {
      run.brought = brought
      for (const id of run.failed.keys()) if (!brought.has(id)) run.failed.delete(id)
      remember(run)
    },
    noteFailed(container, failed) {
      if (failed) run.failed.set(container, failed)
      else run.failed.delete(container)
    },
    get version() {
      return run.version
    },
    noteRebuilt() {
      run.rebuiltAt = run.version
      remember(run)
      options.onNews()
    },
    noteBuilt(image, version) {
      run.built = withBuilt(run.built, { image, version })
      remember(run)
    },
    archive: (copies) => archive(run, copies),
    async close() {
      run.isClosed = true
      run.cancel()
      run.bursts.cancel()
      await Promise.all(run.watches.map((watch) => watch.close()))
    },
  }
}

/** The state that the previous serve stored. Later changes are found at the first look. */
function restored({ memory, clock }: WatchingOptions) {
  const known = memory.known()
  const changes = memory.changes()
  const version = versionIn(known, changes)
  return {
    version,
    restored: version,
    rebuiltAt: known?.rebuiltAt ?? 0,
    notedAt: known?.notedAt ?? clock.now() - CLOCK_MS,
    changes: new Map(changes.map((change) => [change.path, change])),
    built: new Map(Object.entries(known?.built ?? {})),
    brought: known?.brought && new Map(Object.entries(known.brought)),
    since: known?.notedAt,
  }
}

/** Whether two declarations of a service have the same sources. */
export function isSame(before: DevelopedService, after: DevelopedService): boolean {
  const of = ({ root, file, develop, service }: DevelopedService) =>
    stableJson([root, file, develop, service.spec.template.build ?? null])
  return of(before) === of(after)
}

function seenOf(run: SourcesRun): Developed | undefined {
  if (!run.isReady) return undefined
  const { rules, version, rebuiltAt, brought, built, failed, leftOut, problem } = run
  const { context } = run.developed.service.spec.template.build ?? {}
  return {
    ...{ rules, changes: listOf(run), version, rebuiltAt, brought, built, failed, leftOut },
    ...(context === undefined ? {} : { context }),
    ...(problem === undefined ? {} : { problem }),
  }
}

function listOf(run: SourcesRun): readonly SourceChange[] {
  if (run.list?.version !== run.version) run.list = { version: run.version, of: [...run.changes.values()] }
  return run.list.of
}

function archive(run: SourcesRun, copies: readonly FileCopy[]): AsyncIterable<Uint8Array> {
  const { developed, options, leftOut } = run
  const { mostBytes = MOST_BYTES } = options
  let left = mostBytes
  return options.tree.archive(copies, {
    onSkip: (path, what) => options.say(`${path} is left out: it is ${what}`, 'warning'),
    async mayPack({ from, path, bytes }) {
      const outside = await whyOutside(path, { ...options, root: developed.root })
      if (outside === undefined && bytes <= left) {
        left -= bytes
        leftOut.delete(from)
        return true
      }
      const most = `one sync brings no more than ${mostBytes / 1e9} GB; a volume or the image has such files`
      leftOut.set(from, outside ?? most)
      options.say(`${from} is left out: ${outside ?? most}`, 'warning')
      return false
    },
  })
}
