import type { ObjectOf } from '../../api/v1/kinds.ts'
import { Bucket, type Cell } from './bucket.ts'
import type { Indexer } from './indexes.ts'
import type { Key } from './store.ts'

/** The objects of one kind and their indexes. */
export interface Table {
  readonly objects: ReadonlyMap<Key, ObjectOf>
  /** A live view of one index value; it goes stale once the value has had no objects. */
  by(index: string, value: string): ReadonlyMap<Key, ObjectOf>
  /** A live view of the values of an index that several objects have. */
  crowded(index: string): ReadonlySet<string>
  /** Sets an object or, with undefined, removes it; returns the previous one. */
  put(key: Key, next: ObjectOf | undefined): ObjectOf | undefined
}

const empty: ReadonlyMap<Key, ObjectOf> = new Map()
const none: ReadonlySet<string> = new Set()

export function createTable(indexer: Indexer): Table {
  const objects = new Bucket<ObjectOf>()
  const indexes: Indexes = new Map()
  return {
    objects,
    by: (index, value) => indexes.get(index)?.buckets.get(value) ?? empty,
    crowded: (index) => indexes.get(index)?.crowded ?? none,
    put(key, next) {
      const cell = objects.cell(key)
      if (cell === undefined) {
        if (next !== undefined) add({ objects, indexes, indexer }, { key, object: next })
        return undefined
      }
      const before = cell.object
      if (next === undefined || before.spec !== next.spec || indexer.state?.(before) !== indexer.state?.(next))
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

type Indexes = Map<string, Index>

interface Index {
  /** Value → objects. */
  readonly buckets: Map<string, Bucket<ObjectOf>>
  readonly crowded: Set<string>
}

interface IndexValue {
  readonly index: string
  readonly value: string
}

function valuesOf(object: ObjectOf, indexer: Indexer): readonly IndexValue[] {
  const values: IndexValue[] = []
  indexer.index(object, (index, value) => values.push({ index, value }))
  return values
}

/** Moves a cell between index values; values in both lists are left alone. */
function moveCell(
  indexes: Indexes,
  cell: Cell<ObjectOf>,
  { from, to }: { readonly from: readonly IndexValue[]; readonly to: readonly IndexValue[] },
): void {
  for (const old of from) if (!to.some((other) => isSame(old, other))) takeOut(indexes, old, cell)
  for (const fresh of to) if (!from.some((other) => isSame(fresh, other))) putIn(indexes, fresh, cell)
}

function isSame(a: IndexValue, b: IndexValue): boolean {
  return a.index === b.index && a.value === b.value
}

function putIn(indexes: Indexes, { index, value }: IndexValue, cell: Cell<ObjectOf>): void {
  let values = indexes.get(index)
  if (values === undefined) {
    values = { buckets: new Map(), crowded: new Set() }
    indexes.set(index, values)
  }
  let bucket = values.buckets.get(value)
  if (bucket === undefined) {
    bucket = new Bucket()
    values.buckets.set(value, bucket)
  }
  bucket.add(cell)
  if (bucket.size === 2) values.crowded.add(value)
}

function takeOut(indexes: Indexes, { index, value }: IndexValue, { key }: Cell<ObjectOf>): void {
  const values = indexes.get(index)
  const bucket = values?.buckets.get(value)
  bucket?.remove(key)
  if (bucket?.size === 1) values?.crowded.delete(value)
  if (bucket?.size === 0) values?.buckets.delete(value)
}
