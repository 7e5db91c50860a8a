import type { Draft } from 'immer'
import type { Observable } from 'rxjs'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import type { Json, StorageError } from '../storage/storage.ts'

/** `namespace/name`; just the name for cluster-wide kinds. */
export type Key = string

/** A change of one object; `before` is absent for a creation, `after` for a removal. */
export interface Change<T> {
  readonly key: Key
  readonly before?: T
  readonly after?: T
  /** The store's version at this change; each change raises it by one. */
  readonly resourceVersion: number
}

/** The indexes per kind, besides `namespace`, with O(1) lookup; indexes.ts defines their values. */
export interface Indexes {
  /**
   * By service, by slot, by node, by node for tasks that must go, by fixed host port or address, unbound tasks, those not tried
   * yet, and by what the template uses.
   */
  readonly Task:
    | 'service'
    | 'slot'
    | 'node'
    | 'leaving'
    | 'claim'
    | 'unbound'
    | 'untried'
    | 'network'
    | 'volume'
    | 'secret'
    | 'config'
  /** Services that depend on a service, or share its namespaces or volumes, by `stack/service`; Global services; undecided ones. */
  readonly Service: 'dependsOn' | 'shares' | 'global' | 'undecided'
  readonly Revision: 'service'
  readonly Network: 'hostName'
  readonly Volume: 'hostName'
}

export type IndexOf<K extends Kind> = (K extends keyof Indexes ? Indexes[K] : never) | 'namespace'

/**
 * Families of facts: stored key-value state that belongs to no resource, for example roots and their problems, drift baselines, pauses,
 * retries, stops, approvals, adoption records, unanswered creates, and pending deletions.
 */
export type FactFamily = (typeof factFamilies)[number]

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
  'claim',
  'notice',
  'unanswered',
  'halfMade',
  'carried',
  'mounted',
  'written',
  'image',
  'pull',
  'outtake',
  'leaving',
  'develop',
  'meta',
] as const

/**
 * All objects of this process, immutable and indexed. Reads and writes are synchronous. Changes that must survive a crash go to storage a
 * moment later, in batches; `durable()` waits for them. Await it before an act that relies on a write.
 */
export interface Store {
  get<K extends Kind>(kind: K, key: Key): ObjectOf<K> | undefined
  list<K extends Kind>(kind: K): ReadonlyMap<Key, ObjectOf<K>>
  /**
   * The objects under one value of an index; `.size` is O(1). The map is live: copy it before writing, and don't keep it across an await.
   */
  by<K extends Kind>(kind: K, index: IndexOf<K>, value: string): ReadonlyMap<Key, ObjectOf<K>>
  /** The values of an index that several objects have. The set is live, as the map of `by`. */
  crowded<K extends Kind>(kind: K, index: IndexOf<K>): ReadonlySet<string>
  /**
   * Adds an object and freezes it in place; uid, resourceVersion, generation 1 and creationTimestamp are set here. Pass the same template
   * object for all tasks of a service. Throws StoreError AlreadyExists or Invalid.
   */
  create<K extends Kind>(kind: K, object: ObjectOf<K>): ObjectOf<K>
  /**
   * Changes one object by an immer recipe. A recipe without effect makes no version and no event. A changed spec raises the generation;
   * identity and times in metadata are kept. During deletion a new finalizer is Invalid, and removing the last one removes the object.
   * `ifVersion` makes the update conditional (StoreError Conflict). Returns the object; undefined when it does not exist or was removed.
   */
  update<K extends Kind>(
    kind: K,
    key: Key,
    recipe: (draft: Draft<ObjectOf<K>>) => void,
    ifVersion?: string,
  ): ObjectOf<K> | undefined
  /**
   * Replaces spec and status, which are frozen in place. Equal values make no version and no event. Does nothing without such an object.
   */
  put<K extends Kind>(
    kind: K,
    key: Key,
    next: { readonly spec: ObjectOf<K>['spec']; readonly status: NonNullable<ObjectOf<K>['status']> },
  ): void
  /** Replaces a status, which is frozen in place. An equal one makes no version and no event. Does nothing without such an object. */
  putStatus<K extends Kind>(kind: K, key: Key, status: NonNullable<ObjectOf<K>['status']>): void
  /**
   * Marks an object for deletion, which raises its generation. It is removed when it has no finalizers, and its dependents without another
   * owner are then deleted. Does nothing without such an object.
   */
  delete<K extends Kind>(kind: K, key: Key): void
  /**
   * Emits changes from now on, in order, before the write returns. Changes that a subscriber makes are delivered after all subscribers have
   * seen the current one. Subscribers should only enqueue keys.
   */
  watch<K extends Kind>(kind: K): Observable<Change<ObjectOf<K>>>
  /** As `watch`, but only changes that create or remove an object or change its spec. Most writes are of a status. */
  watchSpecs<K extends Kind>(kind: K): Observable<Change<ObjectOf<K>>>
  /** The version of the last change. It never decreases, except for changes that were not durable when the process ended. */
  readonly resourceVersion: number
  /** A fact, frozen; undefined when there is none. */
  fact(family: FactFamily, key: string): Json | undefined
  facts(family: FactFamily): ReadonlyMap<string, Json>
  /** Writes a fact; undefined removes it. */
  putFact(family: FactFamily, key: string, value: Json | undefined): void
  watchFacts(): Observable<{ readonly family: FactFamily; readonly key: string }>
  /**
   * Resolves when every write so far is durable; rejects with StorageError while storage refuses. A value that is too large does not hold
   * up others: to rely on a certain object, pass it as `of`.
   */
  durable(of?: { readonly kind: Kind; readonly key: Key }): Promise<void>
  /** Why storage refused the last write; undefined while writes succeed. */
  readonly refusal: StorageError | undefined
  /** The errors of values that are too large to store, by storage key, until they change. */
  readonly tooLarge: ReadonlyMap<string, StorageError>
}

/** `Expired`: the changes since that version are no longer known; list again (410). */
export type StoreErrorCode = 'AlreadyExists' | 'Conflict' | 'NotFound' | 'Invalid' | 'Expired'

/** The error of a refused store operation, with codes as in Kubernetes. */
export class StoreError extends Error {
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string) {
    super(message)
    this.name = 'StoreError'
    this.code = code
  }
}
