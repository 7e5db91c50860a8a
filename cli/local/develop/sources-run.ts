import type { Develop, WatchRule } from '../../../api/v1/develop.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { FailedSync } from '../../../controllers/develop/port.ts'
import type { FileChange } from '../../../controllers/develop/work.ts'
import type { Bursts } from '../../watch/bursts.ts'
import type { NotedChange } from './remembered.ts'
import type { WatchingOptions } from './service-sources.ts'

/** A service that is developed, as its file says. */
export interface DevelopedService {
  /** The watched directory. */
  readonly root: string
  readonly file: string
  readonly service: V1Service
  readonly develop: Develop
}

/** The watch of one service's sources as it goes. */
export interface SourcesRun {
  developed: DevelopedService
  readonly options: WatchingOptions
  /** The latest of each path, in their order. */
  readonly changes: Map<string, NotedChange>
  /** They as a list, until something changes: there may be thousands, and they are asked for after each act. */
  list?: { readonly version: number; readonly of: readonly NotedChange[] }
  version: number
  /** Up to which change an earlier serve noted them. */
  readonly restored: number
  /** What changed before is noted, ms since 1970. */
  notedAt: number
  rebuiltAt: number
  /** Up to which change images have their context. */
  built: ReadonlyMap<string, number>
  brought: ReadonlyMap<string, number> | undefined
  /** What failed last, by container. */
  readonly failed: Map<string, FailedSync>
  /** Why changed files are brought nowhere, by path. */
  readonly leftOut: Map<string, string>
  /** Those that may be watched, there or not. */
  rules: readonly WatchRule[]
  problem: string | undefined
  /** The problem that the log has. */
  warned: string | undefined
  isReady: boolean
  isClosed: boolean
  /** How often it was begun: what an earlier one finds out counts no more. */
  begun: number
  /** The last is the one that counts; those before it stay until that is ready, so that nothing is missed. */
  watches: readonly { close(): Promise<void> }[]
  /** Which directories the paths of rules are that are watched. */
  directories: ReadonlyMap<string, string>
  /** Since when nothing is watched; undefined while there is a watch. */
  since: number | undefined
  /** Paths of rules that are away, or emptied. */
  lacking: ReadonlySet<string>
  /** Paths of rules that were lacking: what is found there at the start of the next watch has changed. */
  readonly anew: Set<string>
  /** Files that are gone with a path that is lacking: they are looked at again when that is back. */
  readonly withheld: Set<string>
  cancel: () => void
  /** Looks at paths, and whether what is lacking is back. */
  readonly look: (at?: readonly FileChange[]) => void
  readonly bursts: Bursts
  /** Bursts are taken one after the other. */
  taking: Promise<void>
}

/** Keeps what is known for the serve that comes after this one. */
export function remember({ options, version, rebuiltAt, notedAt, built, brought }: SourcesRun): void {
  const own = brought && { brought: Object.fromEntries(brought) }
  options.memory.note({ ...{ version, rebuiltAt, notedAt, built: Object.fromEntries(built) }, ...own })
}

/** Says why not all is watched: the first reason counts, and the log has it once. */
export function refuse(run: SourcesRun, problem: string): void {
  if (run.problem !== undefined) return
  run.problem = problem
  if (run.warned !== problem) run.options.say(problem, 'warning')
  run.warned = problem
}
