import { sourceReasons } from '../../api/v1/reasons.ts'
import type { Settings } from '../../api/v1/settings.ts'
import type { Cancel, Clock } from '../../clock/clock.ts'
import type { RootReading } from './reading.ts'
import type { RootReader } from './read-root.ts'
import type { SourceFiles, Watch } from './source-files.ts'

/** When a root is read, and what is done with a reading. */
export interface RootLoopOptions {
  readonly path: string
  readonly reader: RootReader
  readonly files: SourceFiles
  readonly clock: Clock
  readonly settings: Settings
  readonly lastHead: () => string | undefined
  /** Takes a reading; answers in how many milliseconds to read again, if time alone may change something. */
  readonly take: (reading: RootReading) => number | undefined
}

/** One root, read whenever something may have changed. */
export interface RootLoop {
  /** Reads as soon as possible. */
  readSoon(): void
  /** Whether the tree was read at all, and completely, since the start. */
  readonly seen: { readonly any: boolean; readonly whole: boolean }
  close(): Promise<void>
}

/** Under constant writes a root is read this many quiet times after the first of them. */
const mostQuiets = 10
/** How long git may write before the tree is taken as it stands, deletions apart: a lock that a killed git left is for ever. */
const checkoutPatienceMs = 10_000
const retryMaxMs = 5_000

/** Watches and reads one root: after each hint and a quiet time, after a while without any, and when `take` asks for it. */
export function startRootLoop(options: RootLoopOptions): RootLoop {
  const { clock, settings, path, files } = options
  const seen = { any: false, whole: false }
  const timers = new Map<'hint' | 'again' | 'resync', Cancel>()
  let state: 'idle' | 'reading' | 'dirty' | 'closed' = 'idle'
  let firstHintAt: number | undefined
  let busySince: number | undefined
  let failures = 0
  let ended: () => void = () => {}
  let watch: Watch = files.watch(path, () => hint())

  const set = (name: 'hint' | 'again' | 'resync', ms: number) => {
    timers.get(name)?.()
    timers.set(name, clock.after(ms, read, name === 'resync' ? 'periodic' : 'progress'))
  }
  const hint = () => {
    if (state === 'closed') return
    firstHintAt ??= clock.now()
    set('hint', Math.min(settings.quietMs, Math.max(0, firstHintAt + mostQuiets * settings.quietMs - clock.now())))
  }
  const read = () => {
    if (state === 'idle') void readOnce()
    else if (state === 'reading') state = 'dirty'
  }
  const readOnce = async () => {
    state = 'reading'
    firstHintAt = undefined
    for (const cancel of timers.values()) cancel()
    const reading = await options.reader.read(options.lastHead())
    const dirty = stateIs('dirty')
    if (stateIs('closed')) return ended()
    state = 'idle'
    follow(reading)
    if (dirty) set('hint', 0)
  }
  const stateIs = (wanted: typeof state) => state === wanted
  const follow = (reading: RootReading) => {
    set('resync', settings.resyncMs)
    if (isBusy(reading)) return set('again', settings.quietMs)
    seen.any = true
    seen.whole ||= reading.incomplete === undefined
    const again = options.take(reading)
    if (again !== undefined) set('again', again)
    if (reading.incomplete) return retry()
    // A directory that was away is another one now: the old watch may be on the dead one.
    if (failures > 0) rewatch()
    failures = 0
    watch.also(options.reader.sideFiles())
  }
  const isBusy = ({ incomplete }: RootReading) => {
    if (incomplete?.reason !== sourceReasons.checkoutInProgress) busySince = undefined
    else busySince ??= clock.now()
    return busySince !== undefined && clock.now() - busySince < checkoutPatienceMs
  }
  const retry = () => {
    failures += 1
    const wait = Math.min(retryMaxMs, settings.quietMs * 2 ** Math.min(failures, 10), settings.resyncMs)
    timers.get('resync')?.()
    timers.set('resync', clock.after(wait, read, 'periodic'))
  }
  const rewatch = () => {
    void watch.close()
    watch = files.watch(path, () => hint())
  }

  read()
  return {
    seen,
    readSoon: () => set('hint', 0),
    async close() {
      const wasReading = stateIs('reading') || stateIs('dirty')
      const over = new Promise<void>((resolve) => {
        ended = resolve
      })
      state = 'closed'
      for (const cancel of timers.values()) cancel()
      await watch.close()
      if (wasReading) await over
    },
  }
}
