import { BehaviorSubject, type Observable, Subscription } from 'rxjs'
import { isWithin } from '../../api/v1/language/path-within.ts'
import { stableJson } from '../../api/v1/language/hash.ts'
import { kindNames, kinds } from '../../api/v1/kinds.ts'
import type { Log } from '../../api/v1/installation/log.ts'
import { sourceReasons } from '../../api/v1/source-reasons.ts'
import type { Settings } from '../../api/v1/settings.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Store } from '../objects/store.ts'
import { DESIRED } from './acceptance/accepted.ts'
import { type AcceptedChange, withChanges } from './acceptance/accepted-changes.ts'
import { acceptReading, type RootState, rootState } from './acceptance/accept-reading.ts'
import { isRenewable } from './acceptance/renew.ts'
import type { Hold } from './facts/hold.ts'
import { allHolds, holdsOf } from './facts/hold-facts.ts'
import type { ApplyContext, ManifestReader } from './reading/manifest-reader.ts'
import { lackingRoots, missingFromFiles } from './facts/missing-facts.ts'
import { originIn } from './acceptance/origins.ts'
import { concernedBy, otherRoots } from './acceptance/other-roots.ts'
import {
  reportChanges,
  reportHolds,
  reportMended,
  reportMissing,
  reportRenamed,
  reportWarnings,
} from './acceptance/reports.ts'
import { sourceErrorWords } from './facts/problem-facts.ts'
import type { FileReaderOptions } from './reading/read-file.ts'
import { createRootReader, type RootReader, type RootReaderOptions } from './reading/read-root.ts'
import { type ReadManifest, type ResourceId, type RootReading, type SourceError, stacksOf } from './reading/reading.ts'
import { type RootLoop, startRootLoop } from './root-loop.ts'
import { settleApplied } from './acceptance/settle-applied.ts'
import { withdrawalWords } from './acceptance/withdraw.ts'
import type { SourceFiles } from './disk/source-files.ts'

export interface SourceOptions {
  /** Absolute paths of the directories, none inside another (`refuseNested`). The path is the root's id. */
  readonly roots: readonly string[]
  readonly store: Store
  readonly clock: Clock
  readonly files: SourceFiles
  readonly settings: Settings
  readonly readers: readonly ManifestReader[]
  /** Variables that Compose files may ask for. */
  readonly variable: ApplyContext['variable']
  /** Adds to a parsed file what its manifests need from elsewhere; absent: nothing. */
  readonly finish?: NonNullable<FileReaderOptions['finish']>
  readonly treeEqualsHead: (directory: string) => Promise<boolean>
  /** See `RootReaderOptions`. */
  readonly settlePush?: NonNullable<RootReaderOptions['settlePush']>
  /** Settles when each host was listed once or is known to be unreachable: nothing is deleted before. */
  readonly hostsReady: Promise<void>
  /** Whether a file exists, in a watched directory or elsewhere; absent: all do. */
  readonly isThere?: (file: string) => boolean
  /** Whether a host is known to have a volume of that name; absent: none is known. */
  readonly hasVolume?: (name: string) => boolean
  /** Logs one line per change, error and hold. */
  readonly log: Log
  /** Called with the manifests that are in force as their files declare them, at each reading as soon as it is accepted; absent: nobody. */
  readonly onCounting?: (manifests: readonly ReadManifest[]) => void
  /** Called with what a reading changed and its commit; absent: nobody. */
  readonly onAccepted?: (changes: readonly AcceptedChange[], head: string | undefined) => void
}

/** The watched roots of a process. */
export interface Source {
  /** The present errors of all roots. */
  errors(): readonly SourceError[]
  /** Emits the errors, starting with the present ones. */
  readonly errorChanges: Observable<readonly SourceError[]>
  /** Settles when each root was read once, completely or not. */
  readonly firstReadingDone: Promise<void>
  /** Whether everything was read and no deletion waits for its time. */
  isAtRest(): boolean
  /** Whether each root was read completely once, so that what is missing from one is deleted. */
  allWhole(): boolean
  /** Reads all roots as soon as possible. */
  readSoon(): void
  /** Reads a file again as soon as possible, even if it did not change. */
  readAgain(file: string): void
  /** Ends all watches; settles when no reading is under way. */
  close(): Promise<void>
}

/** Watches roots and keeps the declared specs in the store equal to them, under S1 to S3. */
export function startSource(options: SourceOptions): Source {
  const run = createRun(options)
  const firstReadingDone = new Promise<void>((resolve) => {
    run.firstDone = resolve
  })
  if (options.roots.length === 0) run.firstDone()
  for (const id of options.roots) run.loops.set(id, startLoop(run, id))
  const subscriptions = subscribe(run)
  void options.hostsReady.then(() => {
    run.hostsReady = true
    readAll(run)
  })
  return {
    errors: () => run.errors.value,
    errorChanges: run.errors.asObservable(),
    firstReadingDone,
    isAtRest: () => options.roots.every((id) => run.atRest.has(id)),
    allWhole: () => run.allWhole,
    readSoon: () => readAll(run),
    readAgain(file) {
      for (const [id, reader] of run.readers) {
        if (!isWithin(file, id)) continue
        reader.forget(file)
        run.loops.get(id)?.readSoon()
      }
    },
    async close() {
      subscriptions.unsubscribe()
      await Promise.all([...run.loops.values()].map((loop) => loop.close()))
      run.errors.complete()
    },
  }
}

interface Run {
  readonly options: SourceOptions
  readonly states: Map<string, RootState>
  readonly loops: Map<string, RootLoop>
  readonly readers: Map<string, RootReader>
  readonly errors: BehaviorSubject<readonly SourceError[]>
  /** The roots whose last reading is fully carried out. */
  readonly atRest: Set<string>
  /** The holds that were logged, by id. */
  readonly told: Map<string, Hold>
  /** Counts changes to what watched files declare that no reading made. */
  edits: number
  /** True while a reading is being accepted. */
  isTaking: boolean
  hostsReady: boolean
  allWhole: boolean
  firstDone: () => void
}

function createRun(options: SourceOptions): Run {
  const states = new Map(options.roots.map((id) => [id, rootState(options.store, id)]))
  const errors = new BehaviorSubject<readonly SourceError[]>([])
  return {
    options,
    states,
    loops: new Map(),
    readers: new Map(),
    errors,
    atRest: new Set(),
    told: new Map(),
    edits: 0,
    isTaking: false,
    hostsReady: false,
    allWhole: false,
    firstDone: () => {},
  }
}

function startLoop(run: Run, id: string): RootLoop {
  const { options } = run
  const reader = createRootReader({ ...options, path: id })
  run.readers.set(id, reader)
  return startRootLoop({
    ...options,
    path: id,
    reader,
    lastHead: () => stateOf(run, id).history.head,
    version: () => run.edits,
    isCutOff: () => holdsOf(options.store, id).some(({ reason }) => reason === sourceReasons.unmounted),
    take: (reading) => take(run, id, reading),
  })
}

function stateOf({ states, options }: Run, id: string): RootState {
  return states.get(id) ?? rootState(options.store, id)
}

function readAll({ loops }: Run): void {
  for (const loop of loops.values()) loop.readSoon()
}

function take(run: Run, id: string, reading: RootReading): number | undefined {
  const { store, settings, clock, isThere } = run.options
  openGates(run)
  const mayDelete = run.hostsReady && run.allWhole
  const before = stateOf(run, id)
  const held = new Set(holdsOf(store, id).map((hold) => hold.id))
  const out = missingFromFiles(store)
  const others = run.states.size > 1 ? otherRoots(run.states, id) : undefined
  const accept = () =>
    acceptReading(before, reading, {
      ...{ store, settings, now: clock.now(), steady: clock.steady() },
      ...{ mayDelete, others, isThere },
    })
  run.atRest.delete(id)
  const { accepted, changes } = asTaking(run, () => withChanges(store, accept))
  const { state, outcome, counting, againIn } = accepted
  run.states.set(id, state)
  run.options.onCounting?.(counting)
  if (changes.length > 0) run.options.onAccepted?.(changes, state.history.head)
  noteRest(run, id, againIn === undefined)
  reportMended(run.options, { before, after: state, reading })
  reportChanges(run.options, outcome, changes)
  if (againIn !== undefined) reportMissing(run.options, { before, after: state, created: outcome.created })
  reportRenamed(run.options, { before, after: state, outcome, reading, out })
  reportWarnings(run.options, before, state)
  reportHolds(run.options, { after: state, told: run.told, isOfNow: (hold) => mayDelete || !held.has(hold) })
  publishErrors(run)
  for (const other of concernedBy(run.states, { before, after: state, outcome })) readAnew(run, other)
  return againIn
}

function asTaking<T>(run: Run, act: () => T): T {
  run.isTaking = true
  try {
    return act()
  } finally {
    run.isTaking = false
  }
}

/** Marks a root as at rest. Not before the hosts and all roots were read once, as deletions are not decided before. */
function noteRest({ options, loops, hostsReady, atRest }: Run, id: string, isDone: boolean): void {
  const isJudged = hostsReady && options.roots.every((root) => loops.get(root)?.seen.any)
  if (isJudged && isDone) atRest.add(id)
}

/** Allows deletions once every root was read completely: what left one root may have moved to another. */
function openGates(run: Run): void {
  const loops = run.options.roots.map((id) => run.loops.get(id))
  if (loops.every((loop) => loop?.seen.any)) run.firstDone()
  const wereWhole = run.allWhole
  run.allWhole = loops.every((loop) => loop?.seen.whole)
  if (run.allWhole && !wereWhole) readAll(run)
}

/** Reads a root again, as what it waited for may have happened. */
function readAnew(run: Run, id: string): void {
  run.atRest.delete(id)
  run.loops.get(id)?.readSoon()
}

function publishErrors(run: Run): void {
  const before = new Set(run.errors.value.map((error) => stableJson(error)))
  const errors = [...run.states.values()].flatMap((state) => state.errors)
  const isSame = errors.length === before.size && errors.every((error) => before.has(stableJson(error)))
  if (isSame) return
  for (const error of errors)
    if (!before.has(stableJson(error)))
      run.options.log(sourceErrorWords(error), { level: 'error', reason: error.reason })
  run.errors.next(errors)
}

/** Reads the roots again whose missing resource a command deleted: the rest of the hold is another set (S3). */
function readWithout(run: Run, id: ResourceId): void {
  for (const root of lackingRoots(run.options.store, id)) readAnew(run, root)
}

/** Reads the roots again that were refused a stack or a Node, which may have been applied as they say, or deleted, by now. */
function readRefused(run: Run, key: ResourceId): void {
  const [stack] = stacksOf([key])
  const isOf = ({ reason, stacks, resources }: SourceError) =>
    reason === sourceReasons.nameClaimed && (stack === undefined ? resources.includes(key) : stacks.includes(stack))
  for (const [id, { errors }] of run.states) if (errors.some(isOf)) readAnew(run, id)
}

/**
 * Subscribes to changes that cause no hint: an object that no longer keeps what is declared anew waiting, an edit by a command, an approval.
 */
function subscribe(run: Run): Subscription {
  const { store } = run.options
  const all = new Subscription()
  for (const kind of kindNames.filter((each) => kinds[each].declared)) {
    const gone = store.watch(kind).subscribe(({ key, after }) => {
      if (after !== undefined && !isRenewable(after)) return
      for (const [id, { waiting }] of run.states) if (waiting.has(`${kind}/${key}`)) readAnew(run, id)
    })
    all.add(gone)
  }
  const approved = store.watchFacts().subscribe(({ family, key }) => {
    if (family === 'source' && !run.isTaking && originIn(store, key)?.root !== DESIRED) run.edits += 1
    if (family === 'source' && !run.isTaking) readRefused(run, key)
    if (family === 'source' && !run.isTaking && store.fact('source', key) === undefined) readWithout(run, key)
    if (family !== 'approval' || store.fact('approval', key) === undefined) return
    const hold = allHolds(store).find(({ id }) => id === key)
    if (hold) run.options.log(`approved: ${hold.reason} ${key}${hold.root === DESIRED ? '' : ` of ${hold.root}`}`)
    for (const gone of settleApplied(store)) run.options.log(withdrawalWords(gone, `as approved (${key})`))
    readAll(run)
  })
  all.add(approved)
  return all
}
