import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { Json } from '../../storage/storage.ts'
import type { Mount } from '../disk/mounts.ts'
import type { ResourceId } from '../reading/reading.ts'

/** The root of everything that was applied; all other roots are watched directories. */
export const DESIRED = 'desired'

/** Where an accepted resource came from: the fact of family `source` under its id. */
export interface Origin {
  /** A root's id: the absolute path of a watched directory, or `desired`. */
  readonly root: string
  readonly file: string
  /** SHA-256 of the file's bytes when it was accepted, which an editing command compares first. */
  readonly fileHash: string
  /** The file system that the file was on; absent: unknown. */
  readonly mount?: Mount
  /** The files that were merged over it, in order. */
  readonly merged?: readonly string[]
  /** Other files that were part of it, those among them. */
  readonly parts?: readonly string[]
  /** The files that COMPOSE_FILE in its directory named, this one first. */
  readonly listed?: readonly string[]
  /** The hash of the declaration with defaults filled in (`declaredHash`). */
  readonly hash: string
  /** A service's source text, kept with its revisions for an undo. */
  readonly text?: string
  /** The declared spec, as the base of the next apply's three-way merge; only in `desired`. */
  readonly applied?: Json
  /** Set if it was written over the API by itself: applies don't delete it for being absent. */
  readonly written?: true
  /** Set for a service that was applied without the services that wait for it to complete. */
  readonly isWaitedToEnd?: true
  /** Set if the name of its stack came from a variable. */
  readonly isNamedByVariable?: true
  /** Set if its file is on another machine, which sent it: so are the paths beside it. */
  readonly sent?: true
  /** Set if it was in an active profile. */
  readonly profiled?: true
}

/** An accepted resource with its object in the store. */
export interface Accepted extends Origin {
  readonly id: ResourceId
  readonly object: ObjectOf
}
