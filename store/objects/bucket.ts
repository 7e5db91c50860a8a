/** Where an object stands; all indexes share it, so that a change of the object that moves it nowhere is one assignment. */
export interface Cell<T> {
  readonly key: string
  object: T
}

/** The objects under one value of an index, as readers see them. Most buckets of an index by slot hold one: then it has no Map of its own. */
export class Bucket<T> implements ReadonlyMap<string, T> {
  #only: Cell<T> | undefined
  #cells: Map<string, Cell<T>> | undefined

  get size(): number {
    return this.#cells?.size ?? (this.#only ? 1 : 0)
  }

  add(cell: Cell<T>): void {
    if (this.#cells) this.#cells.set(cell.key, cell)
    else if (this.#only && this.#only.key !== cell.key) {
      this.#cells = new Map([
        [this.#only.key, this.#only],
        [cell.key, cell],
      ])
      this.#only = undefined
    } else this.#only = cell
  }

  remove(key: string): void {
    this.#cells?.delete(key)
    if (this.#only?.key === key) this.#only = undefined
  }

  cell(key: string): Cell<T> | undefined {
    if (this.#cells) return this.#cells.get(key)
    return this.#only?.key === key ? this.#only : undefined
  }

  get(key: string): T | undefined {
    return this.cell(key)?.object
  }

  has(key: string): boolean {
    return this.cell(key) !== undefined
  }

  keys(): MapIterator<string> {
    return new Each(this.#all(), keyOf)
  }

  values(): MapIterator<T> {
    return new Each(this.#all(), objectOf<T>)
  }

  entries(): MapIterator<[string, T]> {
    return new Each(this.#all(), entryOf<T>)
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries()
  }

  forEach(visit: (object: T, key: string, bucket: ReadonlyMap<string, T>) => void): void {
    for (const { key, object } of this.#all()) visit(object, key, this)
  }

  #all(): Iterable<Cell<T>> {
    if (this.#cells) return this.#cells.values()
    return this.#only ? [this.#only] : []
  }
}

function keyOf({ key }: Cell<unknown>): string {
  return key
}

function objectOf<T>({ object }: Cell<T>): T {
  return object
}

function entryOf<T>({ key, object }: Cell<T>): [string, T] {
  return [key, object]
}

/** What is shown of each cell; a generator costs several times as much. */
class Each<T, R> implements MapIterator<R> {
  readonly #cells: Iterator<Cell<T>>
  readonly #show: (cell: Cell<T>) => R

  constructor(cells: Iterable<Cell<T>>, show: (cell: Cell<T>) => R) {
    this.#cells = cells[Symbol.iterator]()
    this.#show = show
  }

  next(): IteratorResult<R, undefined> {
    const { done, value } = this.#cells.next()
    return done ? { done, value: undefined } : { done: false, value: this.#show(value) }
  }

  [Symbol.iterator](): this {
    return this
  }
}
