import type { Draft } from 'immer'
import type { Observable } from 'rxjs'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import type { Json, StorageError } from '../storage/storage.ts'

/** `namespace/name`; only the name for cluster-wide kinds. */
export type Key = string

/** A change of one object; `before` is absent when it came, `after` when it went. */
export interface Change<T> {
  readonly key: Key
  readonly before?: T
  readonly after?: T
  /** The store's version at this change; rises by one with each. */
  readonly resourceVersion: number
}

/** What can be looked up in O(1), besides `namespace`; indexes.ts says by which values. */
export interface Indexes {
  /** `service`: `stack/service`; `node`: its name; `leaving`: the same of those that are to go; `unbound`: `stack/service` of one without a node, and `*` for all; the others: the key of what the template uses. */
  readonly Task:
    | 'service'
    | 'slot'
    | 'node'
    | 'leaving'
    | 'port'
    | 'unbound'
    | 'network'
    | 'volume'
    | 'secret'
    | 'config'
  /** Services that depend on, or share a namespace or volumes of, a service, by `stack/service`; `global`: `true` for those of every node. */
  readonly Service: 'dependsOn' | 'shares' | 'global'
  /** `service`: `stack/service`. */
  readonly Revision: 'service'
}

export type IndexOf<K extends Kind> = (K extends keyof Indexes ? Indexes[K] : never) | 'namespace'

/** Facts that are no resource's: roots and what is wrong in them, drift baselines, pauses of all or of rollouts, retries, restarts, stops, moves from a swarm, approvals, adoption records, creates without an answer, deletions begun in files, what files have no more, bytes that go with a deletion, what sources were brought to whom. Kept as they are in storage. */
export type FactFamily = (typeof factFamilies)[number]

/** The families there are. */
export const factFamilies = [
  'root',
  'source',
  'baseline',
  'pause',
  'approval',
  'adoption',
  'swarmMove',
  'retry',
  'restart',
  'stop',
  'rolloutPause',
  'seen',
  'hold',
  'problem',
  'pending',
  'missing',
  'notice',
  'unanswered',
  'carried',
  'mounted',
  'image',
  'pull',
  'outtake',
  'leaving',
  'develop',
  'meta',
] as const

/**
 * All objects of this process, immutable and indexed. Reads and writes are synchronous; what must survive a crash is handed to storage a
 * moment later, each time all that changed until then, and `durable()` waits for it: call it before an act relies on a write.
 */
export interface Store {
  get<K extends Kind>(kind: K, key: Key): ObjectOf<K> | undefined
  list<K extends Kind>(kind: K): ReadonlyMap<Key, ObjectOf<K>>
  /** The objects under one value of an index; `.size` is the count, O(1). Live: copy it before writing, and hold it over no await. */
  by<K extends Kind>(kind: K, index: IndexOf<K>, value: string): ReadonlyMap<Key, ObjectOf<K>>
  /**
   * Adds an object and freezes it where it is; uid, resourceVersion, generation 1 and creationTimestamp are set here. Give
   * tasks of a service the same template object. Throws StoreError AlreadyExists or Invalid.
   */
  create<K extends Kind>(kind: K, object: ObjectOf<K>): ObjectOf<K>
  /**
   * Changes one object by an immer recipe; a recipe that changes nothing makes no version and no event. A changed spec raises
   * the generation; identity and times in metadata stay as they are. While it is being deleted no finalizer may come (Invalid),
   * and with the last one it goes. `ifVersion` makes it conditional (StoreError Conflict). Answers the object, undefined when
   * there is none any more.
   */
  update<K extends Kind>(
    kind: K,
    key: Key,
    recipe: (draft: Draft<ObjectOf<K>>) => void,
    ifVersion?: string,
  ): ObjectOf<K> | undefined
  /** Replaces spec and status, which are frozen where they are; what says the same makes no version and no event. Fine when there is no such object. */
  put<K extends Kind>(
    kind: K,
    key: Key,
    next: { readonly spec: ObjectOf<K>['spec']; readonly status: NonNullable<ObjectOf<K>['status']> },
  ): void
  /** Replaces a status, which is frozen where it is; one that says the same makes no version and no event. Fine when there is no such object. */
  putStatus<K extends Kind>(kind: K, key: Key, status: NonNullable<ObjectOf<K>['status']>): void
  /**
   * Marks for deletion, which raises the generation; the object goes when its finalizers are empty, and what it alone owns is
   * deleted after it. Fine when there is none.
   */
  delete<K extends Kind>(kind: K, key: Key): void
  /**
   * Changes from now on, delivered before the write returns, in order; what a subscriber writes is delivered after all have
   * seen the change before. Subscribers only enqueue keys.
   */
  watch<K extends Kind>(kind: K): Observable<Change<ObjectOf<K>>>
  /** The same of those changes alone that move an object: it came, went, or its spec is another. Most writes are of a status. */
  watchMoves<K extends Kind>(kind: K): Observable<Change<ObjectOf<K>>>
  /** The version of the last change. It never goes back, but for what was not durable when the process ended. */
  readonly resourceVersion: number
  /** A fact of a family, frozen. */
  fact(family: FactFamily, key: string): Json | undefined
  facts(family: FactFamily): ReadonlyMap<string, Json>
  /** Writes a fact; undefined removes it. */
  putFact(family: FactFamily, key: string, value: Json | undefined): void
  watchFacts(): Observable<{ readonly family: FactFamily; readonly key: string }>
  /**
   * Resolves when every write so far that must survive has; rejects with StorageError while storage refuses. One whose value is too
   * large keeps no other from surviving: who relies on that of an object later says of which.
   */
  durable(of?: { readonly kind: Kind; readonly key: Key }): Promise<void>
  /** Why storage refused the last write; undefined while it takes them. */
  readonly refusal: StorageError | undefined
  /** Why single values are not kept, by their keys in storage; until they change. */
  readonly tooLarge: ReadonlyMap<string, StorageError>
}

/** `Expired`: the changes since that version are no longer known; list again (410). */
export type StoreErrorCode = 'AlreadyExists' | 'Conflict' | 'NotFound' | 'Invalid' | 'Expired'

/** What a store refuses, in Kubernetes' words. */
export class StoreError extends Error {
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string) {
    super(message)
    this.name = 'StoreError'
    this.code = code
  }
}
