import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import type { Log } from '../../api/v1/installation/log.ts'
import { sourceReasons } from '../../api/v1/source-reasons.ts'
import type { Settings } from '../../api/v1/settings.ts'
import type { Cancel, Clock, TimerKind } from '../../clock/clock.ts'
import type { RootReader } from './reading/read-root.ts'
import type { RootReading } from './reading/reading.ts'
import { waitAfterHint } from './quiet.ts'
import type { SourceFiles, Watch } from './disk/source-files.ts'

/** When a root is read, and what is done with a reading. */
export interface RootLoopOptions {
  readonly path: string
  readonly reader: RootReader
  readonly files: SourceFiles
  readonly clock: Clock
  readonly settings: Settings
  readonly lastHead: () => string | undefined
  /** Rises whenever somebody else than `take` changes what the root declares, as a command that edits a file and has that count at once. */
  readonly version: () => number
  /** Whether files are missing with the file system that they were on: nothing tells that it is mounted again. */
  readonly isCutOff: () => boolean
  /** Takes a reading; answers in how many milliseconds to read again, if time alone may change something. */
  readonly take: (reading: RootReading) => number | undefined
  /** One line for people: why a reading came to nothing. */
  readonly log: Log
}

/** One root, read whenever something may have changed. */
export interface RootLoop {
  /** Reads as soon as possible. */
  readSoon(): void
  /** Whether the tree was read at all, and completely, since the start, and that was taken or is about to be. */
  readonly seen: { readonly any: boolean; readonly whole: boolean }
  close(): Promise<void>
}

/** How long git may write before the tree is taken as it stands, deletions apart: a lock that a killed git left is for ever. */
const checkoutPatienceMs = 10_000
const retryMaxMs = 5_000
/** How long the end waits for a reading under way: one that hangs has no end. */
const closePatienceMs = 5_000
/** Commands that follow each other without a pause must not keep a tree from being read for ever. */
const mostOvertaken = 20

/** Watches and reads one root: after each hint and a quiet time, after a while without any, and when `take` asks for it. */
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

/** The limit of the kernel that an error says is reached. */
const LIMITS: Readonly<Record<string, string>> = { EMFILE: 'max_user_instances', ENOSPC: 'max_user_watches' }

/** Says once, of each cause, that not all of a root is watched: it is read from time to time all the same. */
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
  /** Hints wait until then: of a large tree beside a log that is written, reading takes half of the time at most. */
  restUntil: number
  busySince: number | undefined
  /** Incomplete readings in a row. */
  failures: number
  /** Why the last reading came to nothing, where that is no fault of the tree. */
  fault: string | undefined
  /** Readings in a row during which a command edited the tree: they may have what it took out. */
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

/** A file system whose server is gone answers nothing, not even an error: what it is read for goes on without it, and people are told. */
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

/** A fault of ours, or of the store's: said once, and the tree is read again as one that can't be read (S12). */
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

/** The state as others left it while a reading was awaited. */
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
  loop.watch.also(options.reader.sideFiles().filter((file) => !isWatched(options.path, file)))
}

/** Looks from time to time whether what is missing is mounted again, and reads the tree then: however large it is, that look is short. */
function awaitMount(loop: Loop): void {
  const { clock, settings } = loop.options
  loop.timers.get('mount')?.()
  const look = () => void lookForMount(loop)
  loop.timers.set('mount', clock.after(Math.min(retryMaxMs, settings.resyncMs), look, 'periodic'))
}

async function lookForMount(loop: Loop): Promise<void> {
  const { reader, isCutOff } = loop.options
  // What can't be told now is with the next reading.
  const isOther = await reader.isRemounted().catch(() => false)
  if (stateOf(loop) !== 'idle' || !isCutOff()) return
  if (isOther) read(loop)
  else awaitMount(loop)
}

/** What wasn't taken wasn't seen: nobody may delete what could stand in it. */
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

/** The tree's own watch sees all of it but git's directory. */
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
