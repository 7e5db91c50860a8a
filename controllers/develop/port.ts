import type { Observable } from 'rxjs'
import type { WatchRule } from '../../api/v1/develop.ts'
import type { Key } from '../../store/objects/store.ts'
import type { FileChange, FileCopy, WatchWork } from './work.ts'

/** A file change with its number in the order of all changes, ascending. */
export interface SourceChange extends FileChange {
  readonly at: number
}

/** What could not be done in a container at its last sync. */
export interface FailedSync {
  /** In words. */
  readonly message: string
  /** Paths that are gone from the sources but could not be removed. */
  readonly left: readonly string[]
}

/** The state of a service whose sources are watched. */
export interface Developed {
  readonly rules: readonly WatchRule[]
  /** The latest change of each path since watching began. */
  readonly changes: readonly SourceChange[]
  /** The highest change number given so far. */
  readonly version: number
  /** The last change when a rebuild of its image was last asked for. */
  readonly rebuiltAt: number
  /** Up to which change each image, by name, includes the files of its build context. */
  readonly built: ReadonlyMap<string, number>
  /** The build context's directory. */
  readonly context?: string
  /** Up to which change each container was synced, by id; undefined before the first look at them. */
  readonly brought: ReadonlyMap<string, number> | undefined
  /** The last failure in each container, by id. */
  readonly failed: ReadonlyMap<string, FailedSync>
  /** Why changed files are not synced, by path. */
  readonly leftOut: ReadonlyMap<string, string>
  /** Why not all of its sources are watched, with the remedy. */
  readonly problem?: string
}

/** A container in one of its runs. */
export interface StartedContainer {
  readonly id: string
  readonly startedAt: string
}

/** The sources of services as they change on disk, and what was done about it. This is the only state that the develop loop keeps. */
export interface Developing {
  /** Undefined for services that are not developed here, and during the first look at their sources. */
  of(key: Key): Developed | undefined
  /** Whether it is developed here. */
  has(key: Key): boolean
  /** The services with changed sources or results. */
  changes(): Observable<Key>
  /** Sets up to which change each of its containers was synced. */
  noteBrought(key: Key, brought: ReadonlyMap<string, number>): void
  /** Sets what could not be done in one of its containers; undefined: nothing failed. */
  noteFailed(key: Key, container: string, failed: FailedSync | undefined): void
  /** Asks for a restart of a task's container in place, which the task loop carries out. */
  restart(task: Key, container: StartedContainer): void
  /** Whether a restart of a container was asked for since that start. */
  mustRestart(container: StartedContainer): boolean
  /** The tasks for which a restart is asked for. */
  restarts(): Observable<Key>
  /** Has its image rebuilt from the present sources. */
  rebuild(key: Key): void
  /** An archive of files, without those that may not leave the project. */
  archive(key: Key, copies: readonly FileCopy[]): AsyncIterable<Uint8Array>
  /** Writes to the audit log what was synced into a task. */
  record(key: Key, task: string, work: WatchWork): void
}
