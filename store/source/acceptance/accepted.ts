import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { Json } from '../../storage/storage.ts'
import type { Mount } from '../disk/mounts.ts'
import type { ResourceId } from '../reading/reading.ts'

/** The root of what was applied, as against those that are directories. */
export const DESIRED = 'desired'

/** Where an accepted resource came from: the fact of family `source` under its id. */
export interface Origin {
  /** A root's id: the absolute path of a watched directory, or `desired`. */
  readonly root: string
  readonly file: string
  /** SHA-256 of the file's bytes when it was accepted: whoever edits the file compares it first. */
  readonly fileHash: string
  /** The file system that the file was on; absent: nobody knows. */
  readonly mount?: Mount
  /** Other files that were part of that one. */
  readonly parts?: readonly string[]
  /** The files that COMPOSE_FILE in its directory named, that one first. */
  readonly listed?: readonly string[]
  /** Of what is declared, defaults filled in. */
  readonly hash: string
  /** A service's own text, for its revisions: what an undo writes back. */
  readonly text?: string
  /** What was declared, as the third side of the next apply; only in `desired`. */
  readonly applied?: Json
  /** It came over the API, by itself: no apply had it, and none deletes it by not having it. */
  readonly written?: true
  /** A service that was applied without those in its files that wait for it to complete. */
  readonly isWaitedToEnd?: true
  /** It was in a profile that was on. */
  readonly profiled?: true
}

/** An accepted resource, as the store has it. */
export interface Accepted extends Origin {
  readonly id: ResourceId
  readonly object: ObjectOf
}
