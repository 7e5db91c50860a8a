import { stableJson } from '../../../api/v1/hash.ts'
import type { Develop, WatchRule } from '../../../api/v1/develop.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { errorText } from '../../../api/v1/caught-error.ts'
import type { Developed, SourceChange } from '../../../controllers/develop/port.ts'
import { relativeTo } from '../../../controllers/develop/rule-paths.ts'
import type { FileChange, FileCopy } from '../../../controllers/develop/work.ts'
import { type Bursts, burstsOf } from '../../watch/bursts.ts'
import { whyOutside } from './confined.ts'
import type { SourcesOptions } from './sources.ts'

/** A service that is developed, as its file says. */
export interface DevelopedService {
  /** The watched directory. */
  readonly root: string
  readonly file: string
  readonly service: V1Service
  readonly develop: Develop
}

/** So many changed files are remembered for tasks that come later. */
const MOST_CHANGES = 20_000
/** What one sync may bring: more belongs into a volume, or the image (S12). */
const MOST_BYTES = 1_000_000_000
/** A path that is not there is looked for again after this long. */
const LOOK_MS = 10_000

/** What is remembered of a service while its rules change. */
export interface SourcesState {
  readonly changes: Map<string, SourceChange>
  version: number
  rebuiltAt: number
  brought: ReadonlyMap<string, number> | undefined
}

/** The sources of one service under watch. */
export interface ServiceSources {
  readonly developed: DevelopedService
  readonly state: SourcesState
  /** Undefined until all of them were looked at once. */
  seen(): Developed | undefined
  noteBrought(brought: ReadonlyMap<string, number>): void
  /** What lies in the context of its build is in the image from now on. */
  noteRebuilt(): void
  archive(copies: readonly FileCopy[]): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

export interface WatchingOptions extends Omit<SourcesOptions, 'store' | 'audit'> {
  readonly onNews: () => void
  /** What was known of it under other rules. */
  readonly before?: SourcesState | undefined
}

/** Watches the sources of a service, and remembers what changed in them. */
export function watchService(developed: DevelopedService, options: WatchingOptions): ServiceSources {
  const state = options.before ?? { changes: new Map(), version: 0, rebuiltAt: 0, brought: undefined }
  const run: Run = {
    ...{ developed, options, state, rules: [], problem: developed.develop.wrong && wordsOf(developed.develop.wrong) },
    ...{ isReady: false, isClosed: false, watch: undefined, cancel: () => {} },
    bursts: burstsOf({ clock: options.clock, quietMs: options.quietMs, onBurst: (changes) => void take(run, changes) }),
  }
  void begin(run)
  return {
    developed,
    state,
    seen: () => seenOf(run),
    noteBrought(brought) {
      state.brought = brought
    },
    noteRebuilt: () => noteRebuilt(run),
    archive: (copies) => archive(run, copies),
    async close() {
      run.isClosed = true
      run.cancel()
      run.bursts.cancel()
      await run.watch?.close()
    },
  }
}

/** Whether two declarations of a service have the same sources. */
export function isSame(before: DevelopedService, after: DevelopedService): boolean {
  const of = ({ root, file, develop, service }: DevelopedService) =>
    stableJson([root, file, develop, service.spec.template.build ?? null])
  return of(before) === of(after)
}

interface Run {
  readonly developed: DevelopedService
  readonly options: WatchingOptions
  readonly state: SourcesState
  readonly bursts: Bursts
  rules: readonly WatchRule[]
  problem: string | undefined
  isReady: boolean
  isClosed: boolean
  watch: { close(): Promise<void> } | undefined
  cancel: () => void
}

function wordsOf({ message, remedy }: NonNullable<Develop['wrong']>): string {
  return `${message}; ${remedy}`
}

/** Paths that may not be watched are left; those that are not there yet are looked for again. */
async function begin(run: Run): Promise<void> {
  const { developed, options } = run
  const { develop, service } = developed
  try {
    const rules: WatchRule[] = []
    const missing: string[] = []
    for (const rule of await options.tree.withLeftOut(develop.rules, service)) {
      const outside = await whyOutside(rule.path, { ...options, root: developed.root })
      if (outside !== undefined) refuse(run, `${rule.path} is not watched: ${outside}; watch a directory that has both`)
      else if (await options.tree.isThere(rule.path)) rules.push(rule)
      else missing.push(rule.path)
    }
    if (run.isClosed) return
    run.rules = rules
    if (missing.length > 0) awaitPaths(run, missing)
    if (rules.length === 0) return ready(run)
    run.watch = options.tree.watch(rules, {
      onChange: (change) => run.bursts.add(change),
      onReady: () => ready(run),
      onProblem: (message) => {
        refuse(run, message)
        ready(run)
      },
    })
  } catch (error) {
    refuse(run, errorText(error))
    ready(run)
  }
}

/** All is watched anew once one of them is there: a directory that was away is another one now. */
function awaitPaths(run: Run, missing: readonly string[]): void {
  const { clock, tree } = run.options
  refuse(run, `${missing.join(', ')} is not there; create it, or take it out of develop.watch`)
  const look = async () => {
    const isThere = await Promise.all(missing.map((path) => tree.isThere(path)))
    if (run.isClosed) return
    if (!isThere.includes(true)) return awaitPaths(run, missing)
    await run.watch?.close()
    run.watch = undefined
    run.problem = undefined
    await begin(run)
  }
  run.cancel()
  run.cancel = clock.after(LOOK_MS, () => void look(), 'periodic')
}

function refuse(run: Run, problem: string): void {
  run.problem ??= problem
}

function ready(run: Run): void {
  if (run.isClosed) return
  if (!run.isReady) tell(run)
  run.isReady = true
  run.options.onNews()
}

function tell({ developed, options, rules, problem }: Run): void {
  const object = `Service/${keyOf(developed.service)}`
  const paths = [...new Set(rules.map(({ path }) => path))]
  if (paths.length > 0)
    options.log(`${object}: watching ${paths.join(', ')} to bring its tasks what changes`, { object })
  if (problem !== undefined) options.log(`warning: ${object}: ${problem}`, { object, level: 'warning' })
}

function seenOf({ state, rules, problem, isReady }: Run): Developed | undefined {
  if (!isReady) return undefined
  const { changes, version, rebuiltAt, brought } = state
  return {
    rules,
    changes: [...changes.values()],
    version,
    rebuiltAt,
    brought,
    ...(problem === undefined ? {} : { problem }),
  }
}

/** A path that is gone whole was perhaps unmounted, or is being checked out: nothing is removed in containers for that (S2). */
async function take(run: Run, burst: readonly FileChange[]): Promise<void> {
  const { state, options } = run
  const { tree } = options
  const present = new Set<string>()
  for (const { path } of run.rules) if (await tree.isThere(path)) present.add(path)
  const away = run.rules.map(({ path }) => path).filter((path) => !present.has(path))
  if (away.length > 0 && !run.isClosed) awaitPaths(run, away)
  for (const { path, gone } of burst) {
    const isGone = gone && !(await tree.isThere(path))
    const isWhole = run.rules.some((rule) => relativeTo(rule.path, path) !== undefined && present.has(rule.path))
    if (isGone && !isWhole) continue
    state.version += 1
    state.changes.delete(path)
    state.changes.set(path, { path, gone: isGone, at: state.version })
  }
  forgetOldest(run)
  if (!run.isClosed) options.onNews()
}

function forgetOldest({ state, developed, options }: Run): void {
  const over = state.changes.size - MOST_CHANGES
  if (over <= 0) return
  for (const path of [...state.changes.keys()].slice(0, over)) state.changes.delete(path)
  const object = `Service/${keyOf(developed.service)}`
  const message = `more than ${MOST_CHANGES} of its files changed: a task that comes now has the first of them as its image does, until that is built anew`
  options.log(`warning: ${object}: ${message}`, { object, level: 'warning' })
}

function noteRebuilt({ state, developed }: Run): void {
  state.rebuiltAt = state.version
  const { context } = developed.service.spec.template.build ?? {}
  if (context === undefined) return
  for (const path of [...state.changes.keys()]) if (relativeTo(context, path) !== undefined) state.changes.delete(path)
}

function archive({ developed, options }: Run, copies: readonly FileCopy[]): AsyncIterable<Uint8Array> {
  const object = `Service/${keyOf(developed.service)}`
  const skip = (path: string, why: string) =>
    options.log(`warning: ${object}: ${path} is left out: ${why}`, { object, level: 'warning' })
  let left = MOST_BYTES
  return options.tree.archive(copies, {
    onSkip: (path, what) => skip(path, `it is ${what}`),
    async mayPack(path, bytes) {
      const outside = await whyOutside(path, { ...options, root: developed.root })
      if (outside === undefined && bytes <= left) {
        left -= bytes
        return true
      }
      skip(path, outside ?? `one sync brings no more than ${MOST_BYTES / 1e9} GB; a volume or the image has such files`)
      return false
    },
  })
}
