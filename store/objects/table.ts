import type { ObjectOf } from '../../api/v1/kinds.ts'
import type { Bucket, Cell } from './bucket.ts'
import { createBucket } from './bucket.ts'
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

const empty: ReadonlyMap<Key, ObjectOf> = new Map()

/** An empty table. */
export function createTable(indexer: Indexer): Table {
  const objects = new Map<Key, ObjectOf>()
  const cells = new Map<Key, Cell<ObjectOf>>()
  const indexes = new Map<string, Map<string, Bucket<ObjectOf>>>()
  return {
    objects,
    by: (index, value) => indexes.get(index)?.get(value)?.view ?? empty,
    put(key, next) {
      const cell = cells.get(key)
      const before = cell?.object
      if (next === undefined) objects.delete(key)
      else objects.set(key, next)
      // Index values follow from namespace and spec: with a new status the object keeps its places, in the same cell.
      if (cell !== undefined && next !== undefined && cell.object.spec === next.spec) {
        cell.object = next
        return before
      }
      if (before !== undefined) indexer(before, (index, value) => takeOut(indexes, { index, value, key }))
      if (next === undefined) cells.delete(key)
      else putIn({ cells, indexes, indexer }, key, next)
      return before
    },
  }
}

interface Places {
  readonly cells: Map<Key, Cell<ObjectOf>>
  readonly indexes: Map<string, Map<string, Bucket<ObjectOf>>>
  readonly indexer: Indexer
}

function putIn({ cells, indexes, indexer }: Places, key: Key, next: ObjectOf): void {
  const cell = { object: next }
  cells.set(key, cell)
  indexer(next, (index, value) => bucketOf(indexes, index, value).cells.set(key, cell))
}

function bucketOf(indexes: Places['indexes'], index: string, value: string): Bucket<ObjectOf> {
  let values = indexes.get(index)
  if (values === undefined) {
    values = new Map()
    indexes.set(index, values)
  }
  let bucket = values.get(value)
  if (bucket === undefined) {
    bucket = createBucket()
    values.set(value, bucket)
  }
  return bucket
}

function takeOut(
  indexes: Places['indexes'],
  place: { readonly index: string; readonly value: string; readonly key: Key },
): void {
  const bucket = indexes.get(place.index)?.get(place.value)
  bucket?.cells.delete(place.key)
  if (bucket?.cells.size === 0) indexes.get(place.index)?.delete(place.value)
}
