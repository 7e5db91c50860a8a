import type { Observable } from 'rxjs'
import type { WatchRule } from '../../api/v1/develop.ts'
import type { Key } from '../../store/objects/store.ts'
import type { FileChange, FileCopy, WatchWork } from './work.ts'

/** A change with its place in the order of all: later ones have higher numbers. */
export interface SourceChange extends FileChange {
  readonly at: number
}

/** What could not be done in a container when it was brought something last. */
export interface FailedSync {
  /** In words. */
  readonly message: string
  /** Paths that are still there, and gone from its sources. */
  readonly left: readonly string[]
}

/** What is known of a service whose sources are watched. */
export interface Developed {
  readonly rules: readonly WatchRule[]
  /** Since its sources are watched, the latest of each path. */
  readonly changes: readonly SourceChange[]
  /** The last number of a change that was given. */
  readonly version: number
  /** Up to which change it was asked to have its image built anew. */
  readonly rebuiltAt: number
  /** Up to which change an image has what lies in the context of its build, by its name. */
  readonly built: ReadonlyMap<string, number>
  /** The context of its build. */
  readonly context?: string
  /** Up to which change each of its containers was brought them, by id; undefined before they were looked at. */
  readonly brought: ReadonlyMap<string, number> | undefined
  /** What failed last in which of its containers, by id. */
  readonly failed: ReadonlyMap<string, FailedSync>
  /** Why changed files are brought nowhere, by path. */
  readonly leftOut: ReadonlyMap<string, string>
  /** Why not all of its sources are watched, and what to do. */
  readonly problem?: string
}

/** A container in one of its runs. */
export interface StartedContainer {
  readonly id: string
  readonly startedAt: string
}

/** The sources of services as they change on disk, and what became of that: the one thing of a development loop that is remembered. */
export interface Developing {
  /** Undefined of services that nobody develops here, and while their sources are looked at for the first time. */
  of(key: Key): Developed | undefined
  /** Whether it is developed here. */
  has(key: Key): boolean
  /** Services of which there is news. */
  changes(): Observable<Key>
  /** Takes these for all of its containers, as far as they were brought what changed. */
  noteBrought(key: Key, brought: ReadonlyMap<string, number>): void
  /** Takes what could not be done in one of its containers; undefined: all was. */
  noteFailed(key: Key, container: string, failed: FailedSync | undefined): void
  /** Has a task's container restarted in place: it is the task loop that stops and starts it. */
  restart(task: Key, container: StartedContainer): void
  /** Whether a restart of a container was asked for since that start. */
  mustRestart(container: StartedContainer): boolean
  /** Tasks of which a restart was asked. */
  restarts(): Observable<Key>
  /** Has its image built anew from its sources as they are now. */
  rebuild(key: Key): void
  /** An archive of files; what may not leave the project is left out. */
  archive(key: Key, copies: readonly FileCopy[]): AsyncIterable<Uint8Array>
  /** Takes into the audit log what a task was brought. */
  record(key: Key, task: string, work: WatchWork): void
}
