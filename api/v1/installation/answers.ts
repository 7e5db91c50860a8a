import type { V1ListMeta } from '../generated/types.ts'
import type { ObjectOf } from '../kinds.ts'

export interface ObjectList {
  readonly metadata: V1ListMeta
  readonly items: readonly ObjectOf[]
}

export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: ObjectOf }
  /** All changes up to this version were sent. `initialEnd` marks the end of the objects that existed at the start. */
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string; readonly initialEnd?: true }
  /** The last event: the watch has missed changes, so that the client must list again. */
  | { readonly type: 'EXPIRED'; readonly message: string }

/** The place of a value in a file. */
export interface SourcePlace {
  /** Such as `spec.replicas`; empty for the whole resource. */
  readonly path: string
  readonly file: string
  readonly line?: number
}

/** Something that happened to an object; served as core/v1 Events. */
export interface ObjectEvent {
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  /** Milliseconds since the epoch. */
  readonly firstAt: number
  readonly lastAt: number
  readonly count: number
  /** `Kind/stack/name`. */
  readonly object: string
}

/** Notes that belong to no object: what watched files ask for that has not happened, each with its remedy. */
export interface SourceNotes {
  /** Why the state can't be written, for example because the disk is full. Until it can, nothing is done on any host. Absent if it can. */
  readonly state?: SourceNote
  /** Changes that wait for `reconcile approve`. */
  readonly holds: readonly SourceNote[]
  /** Resources that no file declares any more and that are deleted when their time comes. */
  readonly pending: readonly SourceNote[]
  /** Errors in files or directories. */
  readonly problems: readonly SourceNote[]
}

export interface SourceNote {
  readonly reason: string
  readonly message: string
}

/** An object with what belongs to it. */
export interface Description {
  readonly object: ObjectOf
  /** For a service its tasks; for a stack its services and tasks. */
  readonly related: readonly ObjectOf[]
  readonly events: readonly ObjectEvent[]
  readonly places: readonly SourcePlace[]
}

export interface LogEntry {
  /** The container's name. */
  readonly source: string
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
  readonly timestamp?: string
  /** Set if no container wrote this line: it reports that output of the source, a node or container, is missing or comes again. */
  readonly notice?: true
}

export interface VersionInfo {
  readonly version: string
  readonly installation: string
  readonly home: string
  readonly pid: number
}

/** What `edit` opens for an object: the document of the watched file that declares it, else the object as a manifest. */
export type Editable =
  | {
      /** Absolute path on the machine of `serve`. The contents are not sent (S9). */
      readonly file: string
      /** Index of the document in the file, empty documents not counted. */
      readonly document: number
      /** SHA-256 of the file's bytes. */
      readonly version: string
    }
  | { readonly text: string; readonly version: string }
