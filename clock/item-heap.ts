import type { TimerKind } from './clock.ts'

/** A timer of the virtual clock. */
export interface Item {
  readonly at: number
  readonly tie: number
  readonly sequence: number
  readonly kind: TimerKind
  /** Replaced by `gone` once fired or cancelled, so that what the closure holds can be collected. */
  run: () => void
}

const gone = () => {}

/** A binary heap of timers by (time, tie, sequence). Cancelled timers stay until they reach the top, or make up half of the heap. */
export class ItemHeap {
  /** How many live timers are of kind `progress`. */
  progress = 0
  #items: Item[] = []
  #cancelled = 0

  add(item: Item): void {
    if (item.kind === 'progress') this.progress++
    this.#items.push(item)
    this.#up(this.#items.length - 1)
  }

  cancel(item: Item): void {
    if (item.run === gone) return
    this.#leave(item)
    this.#cancelled++
    if (this.#cancelled > 64 && this.#cancelled * 2 > this.#items.length) this.#compact()
  }

  /** Returns the earliest live timer without removing it. */
  first(): Item | undefined {
    while (this.#items[0]?.run === gone) {
      this.#removeFirst()
      this.#cancelled--
    }
    return this.#items[0]
  }

  /** Removes the earliest live timer; the caller runs the returned function. */
  take(): () => void {
    const item = this.first()
    if (item === undefined) return gone
    const { run } = item
    this.#leave(item)
    this.#removeFirst()
    return run
  }

  #leave(item: Item): void {
    item.run = gone
    if (item.kind === 'progress') this.progress--
  }

  #removeFirst(): void {
    const last = this.#items.pop()
    if (last === undefined || this.#items.length === 0) return
    this.#items[0] = last
    this.#down(0)
  }

  #compact(): void {
    this.#items = this.#items.filter((item) => item.run !== gone)
    this.#cancelled = 0
    for (let i = (this.#items.length >> 1) - 1; i >= 0; i--) this.#down(i)
  }

  #up(start: number): void {
    const items = this.#items
    let index = start
    const item = items[index] as Item
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = items[parent] as Item
      if (!before(item, above)) break
      items[index] = above
      index = parent
    }
    items[index] = item
  }

  #down(start: number): void {
    const items = this.#items
    const item = items[start] as Item
    let index = start
    for (let child = 2 * index + 1; child < items.length; child = 2 * index + 1) {
      const right = child + 1
      if (right < items.length && before(items[right] as Item, items[child] as Item)) child = right
      const below = items[child] as Item
      if (!before(below, item)) break
      items[index] = below
      index = child
    }
    items[index] = item
  }
}

function before(a: Item, b: Item): boolean {
  if (a.at !== b.at) return a.at < b.at
  return a.tie !== b.tie ? a.tie < b.tie : a.sequence < b.sequence
}
