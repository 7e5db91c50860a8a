import type { ObjectOf } from '../../api/v1/kinds.ts'
import { Bucket, type Cell } from './bucket.ts'
import type { Indexer } from './indexes.ts'
import type { Key } from './store.ts'

/** The objects of one kind and their indexes. */
export interface Table {
  readonly objects: ReadonlyMap<Key, ObjectOf>
  /** A live view of one index value; it goes stale once the value has had no objects. */
  by(index: string, value: string): ReadonlyMap<Key, ObjectOf>
  /** Sets an object or, with undefined, removes it; returns the previous one. */
  put(key: Key, next: ObjectOf | undefined): ObjectOf | undefined
}

const empty: ReadonlyMap<Key, ObjectOf> = new Map()

export function createTable(indexer: Indexer): Table {
  const objects = new Bucket<ObjectOf>()
  const indexes: Indexes = new Map()
  return {
    objects,
    by: (index, value) => indexes.get(index)?.get(value) ?? empty,
    put(key, next) {
      const cell = objects.cell(key)
      if (cell === undefined) {
        if (next !== undefined) add({ objects, indexes, indexer }, { key, object: next })
        return undefined
      }
      const before = cell.object
      // Index values depend only on names and spec, so a new status leaves them alone.
      if (before.spec !== next?.spec)
        moveCell(indexes, cell, { from: valuesOf(before, indexer), to: next ? valuesOf(next, indexer) : [] })
      if (next === undefined) objects.remove(key)
      else cell.object = next
      return before
    },
  }
}

interface Parts {
  readonly objects: Bucket<ObjectOf>
  readonly indexes: Indexes
  readonly indexer: Indexer
}

function add({ objects, indexes, indexer }: Parts, cell: Cell<ObjectOf>): void {
  objects.add(cell)
  moveCell(indexes, cell, { from: [], to: valuesOf(cell.object, indexer) })
}

/** Index → value → objects. */
type Indexes = Map<string, Map<string, Bucket<ObjectOf>>>

interface IndexValue {
  readonly index: string
  readonly value: string
}

function valuesOf(object: ObjectOf, indexer: Indexer): readonly IndexValue[] {
  const values: IndexValue[] = []
  indexer(object, (index, value) => values.push({ index, value }))
  return values
}

/** Moves a cell between index values; values in both lists are left alone. */
function moveCell(
  indexes: Indexes,
  cell: Cell<ObjectOf>,
  { from, to }: { readonly from: readonly IndexValue[]; readonly to: readonly IndexValue[] },
): void {
  for (const old of from) if (!to.some((other) => isSame(old, other))) takeOut(indexes, old, cell)
  for (const fresh of to) if (!from.some((other) => isSame(fresh, other))) bucketOf(indexes, fresh).add(cell)
}

function isSame(a: IndexValue, b: IndexValue): boolean {
  return a.index === b.index && a.value === b.value
}

function bucketOf(indexes: Indexes, { index, value }: IndexValue): Bucket<ObjectOf> {
  let values = indexes.get(index)
  if (values === undefined) {
    values = new Map()
    indexes.set(index, values)
  }
  let bucket = values.get(value)
  if (bucket === undefined) {
    bucket = new Bucket()
    values.set(value, bucket)
  }
  return bucket
}

function takeOut(indexes: Indexes, { index, value }: IndexValue, { key }: Cell<ObjectOf>): void {
  const values = indexes.get(index)
  const bucket = values?.get(value)
  bucket?.remove(key)
  if (bucket?.size === 0) values?.delete(value)
}
