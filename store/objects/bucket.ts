/** Where an object stands; all indexes share it, so that a change of the object that moves it nowhere is one assignment. */
export interface Cell<T> {
  object: T
}

/** The cells under one value of an index, and the map of their objects that readers see. */
export interface Bucket<T> {
  readonly cells: Map<string, Cell<T>>
  readonly view: ReadonlyMap<string, T>
}

/** An empty bucket. */
export function createBucket<T>(): Bucket<T> {
  const cells = new Map<string, Cell<T>>()
  return { cells, view: viewOf(cells) }
}

function viewOf<T>(cells: ReadonlyMap<string, Cell<T>>): ReadonlyMap<string, T> {
  const view: ReadonlyMap<string, T> = {
    get size() {
      return cells.size
    },
    get: (key) => cells.get(key)?.object,
    has: (key) => cells.has(key),
    keys: () => cells.keys(),
    values: () => valuesOf(cells),
    entries: () => entriesOf(cells),
    [Symbol.iterator]: () => entriesOf(cells),
    forEach(visit) {
      for (const [key, { object }] of cells) visit(object, key, view)
    },
  }
  return view
}

function* valuesOf<T>(cells: ReadonlyMap<string, Cell<T>>): Generator<T, undefined> {
  for (const { object } of cells.values()) yield object
}

function* entriesOf<T>(cells: ReadonlyMap<string, Cell<T>>): Generator<[string, T], undefined> {
  for (const [key, { object }] of cells) yield [key, object]
}
