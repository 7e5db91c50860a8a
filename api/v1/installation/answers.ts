import type { V1ListMeta } from '../generated/types.ts'
import type { ObjectOf } from '../kinds.ts'

export interface ObjectList {
  readonly metadata: V1ListMeta
  readonly items: readonly ObjectOf[]
}

export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: ObjectOf }
  /** Nothing up to this version is missing; `initialEnd` after the objects that were there at the start. */
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string; readonly initialEnd?: true }
  /** The last one: changes were missed, list again. */
  | { readonly type: 'EXPIRED'; readonly message: string }

/** Where a value stands in a file. */
export interface SourcePlace {
  /** Such as `spec.replicas`; empty for the resource. */
  readonly path: string
  readonly file: string
  readonly line?: number
}

/** Something that happened to an object: what core/v1 Events are made of. */
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

/** What is no object and has to be known: what watched files ask for and has not happened, each in words that say what to do. */
export interface SourceNotes {
  /** Why the state can't be written, as on a full disk: nothing is done on any host until it can. Absent where it can. */
  readonly state?: SourceNote
  /** What waits for `reconcile approve`. */
  readonly holds: readonly SourceNote[]
  /** What is in no file any more and goes at its time. */
  readonly pending: readonly SourceNote[]
  /** What is wrong with a file or directory. */
  readonly problems: readonly SourceNote[]
}

export interface SourceNote {
  readonly reason: string
  readonly message: string
}

/** One object with all that stands around it. */
export interface Description {
  readonly object: ObjectOf
  /** Its tasks, for a service; its tasks and services, for a stack. */
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
  /** No container wrote it: it says of a node or container, which is the source, that what is written there is missing, or comes again. */
  readonly notice?: true
}

export interface VersionInfo {
  readonly version: string
  readonly installation: string
  readonly home: string
  readonly pid: number
}

/** What is edited of an object: the document of a watched file that declares it, or else the object as a manifest. */
export type Editable =
  | {
      /** Absolute, where `serve` runs; its bytes are not sent (S9). */
      readonly file: string
      /** Which document of it, blank ones not counted. */
      readonly document: number
      /** SHA-256 of its bytes. */
      readonly version: string
    }
  | { readonly text: string; readonly version: string }
