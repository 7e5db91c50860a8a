import type { ObjectOf } from '../../api/v1/kinds.ts'
import type { Indexer } from './indexes.ts'
import type { Key } from './store.ts'

/** The objects of one kind, and their indexes, kept together. */
export interface Table {
  readonly objects: ReadonlyMap<Key, ObjectOf>
  /** Live: it changes with the table, and is no longer the index's once it was empty. */
  by(index: string, value: string): ReadonlyMap<Key, ObjectOf>
  /** Puts or, with undefined, removes; answers what stood there. */
  put(key: Key, next: ObjectOf | undefined): ObjectOf | undefined
}

type Bucket = Map<Key, ObjectOf>

const empty: ReadonlyMap<Key, ObjectOf> = new Map()

/** An empty table. */
export function createTable(indexer: Indexer): Table {
  const objects: Bucket = new Map()
  const indexes = new Map<string, Map<string, Bucket>>()
  return {
    objects,
    by: (index, value) => indexes.get(index)?.get(value) ?? empty,
    put(key, next) {
      const before = objects.get(key)
      // Index values follow from namespace and spec, so that a new status only takes the old one's places.
      const moved = before !== undefined && before.spec !== next?.spec
      if (moved) indexer(before, (index, value) => takeOut(indexes, { index, value, key }))
      if (next !== undefined) indexer(next, (index, value) => bucketOf(indexes, index, value).set(key, next))
      if (next === undefined) objects.delete(key)
      else objects.set(key, next)
      return before
    },
  }
}

function bucketOf(indexes: Map<string, Map<string, Bucket>>, index: string, value: string): Bucket {
  let values = indexes.get(index)
  if (values === undefined) indexes.set(index, (values = new Map()))
  let bucket = values.get(value)
  if (bucket === undefined) values.set(value, (bucket = new Map()))
  return bucket
}

function takeOut(
  indexes: Map<string, Map<string, Bucket>>,
  place: { readonly index: string; readonly value: string; readonly key: Key },
): void {
  const bucket = indexes.get(place.index)?.get(place.value)
  bucket?.delete(place.key)
  if (bucket?.size === 0) indexes.get(place.index)?.delete(place.value)
}
