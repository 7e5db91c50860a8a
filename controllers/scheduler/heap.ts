/** A binary heap: the first by `isBefore` comes out first. */
export interface Heap<T> {
  push(item: T): void
  pop(): T | undefined
}

/** A heap of `items`. */
export function createHeap<T>(items: readonly T[], isBefore: (a: T, b: T) => boolean): Heap<T> {
  const heap = [...items]
  const at = (index: number) => heap[index] as T
  const swap = (a: number, b: number) => {
    const item = at(a)
    heap[a] = at(b)
    heap[b] = item
  }

  function push(item: T): void {
    let index = heap.push(item) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(at(index), at(parent))) return
      swap(index, parent)
      index = parent
    }
  }

  function sink(start: number): void {
    let index = start
    for (;;) {
      const left = 2 * index + 1
      if (left >= heap.length) return
      const child = left + 1 < heap.length && isBefore(at(left + 1), at(left)) ? left + 1 : left
      if (!isBefore(at(child), at(index))) return
      swap(child, index)
      index = child
    }
  }

  for (let index = (heap.length >> 1) - 1; index >= 0; index--) sink(index)
  return {
    push,
    pop() {
      const first = heap[0]
      const last = heap.pop()
      if (heap.length > 0 && last !== undefined) {
        heap[0] = last
        sink(0)
      }
      return first
    },
  }
}
