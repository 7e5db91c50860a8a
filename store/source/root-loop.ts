import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import type { Log } from '../../api/v1/installation/log.ts'
import { sourceReasons } from '../../api/v1/source-reasons.ts'
import type { Settings } from '../../api/v1/settings.ts'
import type { Cancel, Clock, TimerKind } from '../../clock/clock.ts'
import type { RootReader } from './reading/read-root.ts'
import type { RootReading } from './reading/reading.ts'
import { waitAfterHint } from './quiet.ts'
import type { SourceFiles, Watch } from './disk/source-files.ts'

export interface RootLoopOptions {
  readonly path: string
  readonly reader: RootReader
  readonly files: SourceFiles
  readonly clock: Clock
  readonly settings: Settings
  readonly lastHead: () => string | undefined
  /**
   * Rises whenever something other than `take` changes what the root declares, such as a command that edits a file and accepts it at once.
   */
  readonly version: () => number
  /** Whether files are missing because their file system is not mounted: no hint will tell that it is mounted again. */
  readonly isCutOff: () => boolean
  /** Accepts a reading. Returns in how many ms to read again, if time alone may change the outcome. */
  readonly take: (reading: RootReading) => number | undefined
  /** Logs why a reading was not used. */
  readonly log: Log
}

/** The loop that reads one root whenever something may have changed. */
export interface RootLoop {
  /** Reads as soon as possible. */
  readSoon(): void
  /** Whether the tree was read at all, and completely, since the start, and the reading was accepted or is about to be. */
  readonly seen: { readonly any: boolean; readonly whole: boolean }
  close(): Promise<void>
}

/** How long git may be busy before the tree is read anyway (without deletions), ms: a killed git leaves its lock for ever. */
const checkoutPatienceMs = 10_000
const retryMaxMs = 5_000
/** How long `close` waits for a reading under way, ms: one that hangs never ends. */
const closePatienceMs = 5_000
/** How many readings in a row may be discarded because commands edited the tree meanwhile. */
const mostOvertaken = 20

/** Watches and reads one root: after a quiet time following each hint, after a longer time without hints, and when `take` asks for it. */
export function startRootLoop(options: RootLoopOptions): RootLoop {
  const loop: Loop = {
    options,
    timers: new Map(),
    seen: { any: false, whole: false },
    state: 'idle',
    watch: { also: () => {}, close: () => Promise.resolve() },
    firstHintAt: undefined,
    restUntil: 0,
    busySince: undefined,
    failures: 0,
    fault: undefined,
    overtaken: 0,
    ended: () => {},
  }
  loop.watch = options.files.watch(options.path, () => hint(loop), unwatchedTold(options))
  read(loop)
  return { seen: loop.seen, readSoon: () => set(loop, 'hint', 0), close: () => close(loop) }
}

/** Error code → the kernel's inotify limit that was reached. */
const LIMITS: Readonly<Record<string, string>> = { EMFILE: 'max_user_instances', ENOSPC: 'max_user_watches' }

/** Returns a callback that warns, once per error code, that part of a root can't be watched. It is still read from time to time. */
function unwatchedTold({ path, log, settings }: RootLoopOptions): (error: unknown) => void {
  const told = new Set<string>()
  return (error) => {
    const code = errorCode(error)
    if (told.has(code)) return
    told.add(code)
    const limit = LIMITS[code]
    const remedy = limit ? `: raise it (sysctl fs.inotify.${limit}), and start serve again` : ''
    const seen = `what changes there is seen within ${settings.resyncMs / 1000} s`
    log(`${path}: not all of it can be watched, so that ${seen}: ${errorText(error)}${remedy}`, { level: 'warning' })
  }
}

type TimerName = 'hint' | 'again' | 'resync' | 'mount'

interface Loop {
  readonly options: RootLoopOptions
  readonly timers: Map<TimerName, Cancel>
  readonly seen: { any: boolean; whole: boolean }
  state: 'idle' | 'reading' | 'dirty' | 'closed'
  watch: Watch
  firstHintAt: number | undefined
  /** Hints wait until this time, so that reading a large tree beside a busy log file takes at most half of the time. */
  restUntil: number
  busySince: number | undefined
  /** Incomplete readings in a row. */
  failures: number
  /** The last error that is not the tree's fault; undefined after a success. */
  fault: string | undefined
  /** Readings in a row during which a command edited the tree, so that they may hold what it removed. */
  overtaken: number
  ended: () => void
}

function set(loop: Loop, name: TimerName, ms: number): void {
  if (loop.state === 'closed') return
  const kind: TimerKind = name === 'resync' ? 'periodic' : 'progress'
  loop.timers.get(name)?.()
  loop.timers.set(
    name,
    loop.options.clock.after(ms, () => read(loop), kind),
  )
}

function hint(loop: Loop): void {
  const { clock, settings } = loop.options
  const now = clock.steady()
  loop.firstHintAt ??= now
  const waitMs = waitAfterHint({ firstHintAt: loop.firstHintAt, now }, settings.quietMs)
  set(loop, 'hint', Math.max(waitMs, loop.restUntil - now))
}

function read(loop: Loop): void {
  if (loop.state === 'idle') void readOnce(loop).catch((error: unknown) => readAnew(loop, error))
  else if (loop.state === 'reading') loop.state = 'dirty'
}

async function readOnce(loop: Loop): Promise<void> {
  loop.state = 'reading'
  loop.firstHintAt = undefined
  cancelAll(loop)
  const { reader, lastHead, version, clock, settings } = loop.options
  const [begunAt, beganAt] = [version(), clock.steady()]
  const cancel = clock.after(settings.resyncMs, () => tellSilent(loop), 'periodic')
  const reading = await reader.read(lastHead()).finally(cancel)
  const state = stateOf(loop)
  if (state === 'closed') return loop.ended()
  loop.state = 'idle'
  loop.restUntil = 2 * clock.steady() - beganAt
  loop.overtaken = version() === begunAt || loop.overtaken === mostOvertaken ? 0 : loop.overtaken + 1
  if (loop.overtaken > 0) return set(loop, 'hint', 0)
  if (loop.firstHintAt !== undefined) hint(loop)
  else if (state === 'dirty') set(loop, 'hint', 0)
  follow(loop, reading)
  loop.fault = undefined
}

/**
 * A network file system whose server is gone blocks without an error. The root is then treated as unreadable, so that other work goes on
 * and people are told.
 */
function tellSilent(loop: Loop): void {
  if (stateOf(loop) === 'closed') return
  const { path, settings } = loop.options
  const message = `${path}: not read for ${settings.resyncMs / 1000} s: the file system there may hang`
  try {
    takeSeen(loop, { files: new Map(), committed: false, incomplete: { reason: sourceReasons.rootSilent, message } })
  } catch (error) {
    tellFault(loop, error)
  }
}

/** Handles an error of ours or of the store: it is logged once, and the tree is read again with backoff (S12). */
function readAnew(loop: Loop, error: unknown): void {
  if (stateOf(loop) === 'closed') return loop.ended()
  loop.state = 'idle'
  retry(loop)
  tellFault(loop, error)
}

function tellFault(loop: Loop, error: unknown): void {
  const fault = errorText(error)
  if (fault === loop.fault) return
  loop.fault = fault
  const { path, log } = loop.options
  log(`${path}: what was read was not taken: ${fault}; it is read again until it is`, { level: 'error' })
}

/** Reads the state again, which may have changed during an await. */
function stateOf(loop: Loop): Loop['state'] {
  return loop.state
}

function follow(loop: Loop, reading: RootReading): void {
  const { options } = loop
  const { quietMs, resyncMs } = options.settings
  set(loop, 'resync', resyncMs)
  if (isBusy(loop, reading)) return set(loop, 'again', quietMs)
  const again = takeSeen(loop, reading)
  if (options.isCutOff()) awaitMount(loop)
  if (again !== undefined) set(loop, 'again', again)
  if (reading.incomplete) return retry(loop)
  loop.failures = 0
  const { path, reader } = options
  const beside = reader.sideFiles().filter((file) => !isWatched(path, file))
  loop.watch.also(beside, reader.directories())
}

/** Polls whether the missing file system is mounted again, and then reads the tree. A poll is cheap however large the tree is. */
function awaitMount(loop: Loop): void {
  const { clock, settings } = loop.options
  loop.timers.get('mount')?.()
  const look = () => void lookForMount(loop)
  loop.timers.set('mount', clock.after(Math.min(retryMaxMs, settings.resyncMs), look, 'periodic'))
}

async function lookForMount(loop: Loop): Promise<void> {
  const { reader, isCutOff } = loop.options
  // An error here will show in the next reading.
  const isOther = await reader.isRemounted().catch(() => false)
  if (stateOf(loop) !== 'idle' || !isCutOff()) return
  if (isOther) read(loop)
  else awaitMount(loop)
}

/**
 * Accepts a reading and marks the root as seen. If that fails the mark is taken back: nothing may be deleted on account of a reading that
 * was not accepted.
 */
function takeSeen({ options, seen }: Loop, reading: RootReading): number | undefined {
  const before = { ...seen }
  seen.any = true
  seen.whole ||= reading.incomplete === undefined
  try {
    return options.take(reading)
  } catch (error) {
    Object.assign(seen, before)
    throw error
  }
}

/** Whether the tree's own watch covers a file: all but git's directory. */
function isWatched(tree: string, file: string): boolean {
  return file.startsWith(`${tree}/`) && !file.includes('/.git/')
}

function isBusy(loop: Loop, { incomplete }: RootReading): boolean {
  const now = loop.options.clock.steady()
  if (incomplete?.reason !== sourceReasons.checkoutInProgress) loop.busySince = undefined
  else loop.busySince ??= now
  return loop.busySince !== undefined && now - loop.busySince < checkoutPatienceMs
}

function retry(loop: Loop): void {
  const { quietMs, resyncMs } = loop.options.settings
  loop.failures += 1
  set(loop, 'resync', Math.min(retryMaxMs, quietMs * 2 ** Math.min(loop.failures, 10), resyncMs))
}

async function close(loop: Loop): Promise<void> {
  const wasReading = loop.state === 'reading' || loop.state === 'dirty'
  const over = new Promise<void>((resolve) => {
    loop.ended = resolve
  })
  loop.state = 'closed'
  cancelAll(loop)
  await loop.watch.close()
  if (!wasReading) return
  const cancel = loop.options.clock.after(closePatienceMs, loop.ended)
  await over
  cancel()
}

function cancelAll({ timers }: Loop): void {
  for (const cancel of timers.values()) cancel()
}
