import type { Develop, WatchRule } from '../../../api/v1/develop.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { FailedSync } from '../../../controllers/develop/port.ts'
import type { FileChange } from '../../../controllers/develop/work.ts'
import type { Bursts } from '../../watch/bursts.ts'
import type { NotedChange } from './remembered.ts'
import type { WatchingOptions } from './service-sources.ts'

/** A service with `develop`, as its file declares it. */
export interface DevelopedService {
  /** The watched directory. */
  readonly root: string
  readonly file: string
  readonly service: V1Service
  readonly develop: Develop
}

/** The mutable state of watching one service's sources. */
export interface SourcesRun {
  developed: DevelopedService
  readonly options: WatchingOptions
  /** The latest change of each path, in order. */
  readonly changes: Map<string, NotedChange>
  /** The changes as a list, cached until the next change: there may be thousands, and they are read after each act. */
  list?: { readonly version: number; readonly of: readonly NotedChange[] }
  version: number
  /** The last change that an earlier serve recorded. */
  readonly restored: number
  /** Changes before this time are recorded, ms since the epoch. */
  notedAt: number
  rebuiltAt: number
  /** The last change that each image contains. */
  built: ReadonlyMap<string, number>
  brought: ReadonlyMap<string, number> | undefined
  /** The last failure, by container. */
  readonly failed: Map<string, FailedSync>
  /** Why changed files are not copied, by path. */
  readonly leftOut: Map<string, string>
  /** The permitted rules, whether their paths exist or not. */
  rules: readonly WatchRule[]
  problem: string | undefined
  /** The problem that was logged last. */
  warned: string | undefined
  isReady: boolean
  isClosed: boolean
  /** Counts beginnings; results of earlier ones are discarded. */
  begun: number
  /** The last watch is the current one. Earlier ones stay open until it is ready, so that no change is missed. */
  watches: readonly { close(): Promise<void> }[]
  /** The identity of the watched directories, by path. */
  directories: ReadonlyMap<string, string>
  /** Since when nothing is watched; undefined while there is a watch. */
  since: number | undefined
  /** Paths of rules that are missing or were emptied. */
  lacking: ReadonlySet<string>
  /** Paths of rules that were missing: everything found there by the next watch counts as changed. */
  readonly anew: Set<string>
  /** Files that vanished with a missing path; they are looked at again when it is back. */
  readonly withheld: Set<string>
  cancel: () => void
  /** Looks at paths, and whether missing ones are back. */
  readonly look: (at?: readonly FileChange[]) => void
  readonly bursts: Bursts
  /** Bursts are processed one after the other. */
  taking: Promise<void>
}

/** Stores the state for the next serve. */
export function remember({ options, version, rebuiltAt, notedAt, built, brought }: SourcesRun): void {
  const own = brought && { brought: Object.fromEntries(brought) }
  options.memory.note({ ...{ version, rebuiltAt, notedAt, built: Object.fromEntries(built) }, ...own })
}

/** Records why not everything is watched; the first reason counts, and is logged once. */
export function refuse(run: SourcesRun, problem: string): void {
  if (run.problem !== undefined) return
  run.problem = problem
  if (run.warned !== problem) run.options.say(problem, 'warning')
  run.warned = problem
}
