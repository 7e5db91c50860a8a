/** Holds one object of a table. All indexes share the cell, so that a change that leaves the index values alone is one assignment. */
export interface Cell<T> {
  readonly key: string
  object: T
}

/**
 * The objects under one value of an index, as a read-only map. Most buckets of an index by slot hold one object, so a bucket creates its
 * own Map only for the second.
 */
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
    return this.#each(({ key }) => key)
  }

  values(): MapIterator<T> {
    return this.#each(({ object }) => object)
  }

  entries(): MapIterator<[string, T]> {
    return this.#each(({ key, object }) => [key, object])
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries()
  }

  forEach(visit: (object: T, key: string, bucket: ReadonlyMap<string, T>) => void): void {
    if (this.#only) visit(this.#only.object, this.#only.key, this)
    this.#cells?.forEach(({ key, object }) => visit(object, key, this))
  }

  /** Iterates over an array, which JavaScript engines do several times as fast as a generator. */
  #each<R>(show: (cell: Cell<T>) => R): MapIterator<R> {
    const list: R[] = []
    if (this.#only) list.push(show(this.#only))
    this.#cells?.forEach((cell) => list.push(show(cell)))
    return list.values()
  }
}
