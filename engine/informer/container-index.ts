/** An entry of the indexes: a container and its node. The container is replaced, never changed. */
export interface Indexed<T> {
  readonly node: string
  container: T
  readonly taskKey?: string
}

/** Lists of entries by key. Adding is O(1); removing takes time only in long lists. */
export interface ContainerIndex<T> {
  at(key: string): readonly Indexed<T>[]
  add(key: string, entry: Indexed<T>): void
  remove(key: string, entry: Indexed<T>): void
}

export function createContainerIndex<T>(): ContainerIndex<T> {
  const lists = new Map<string, Indexed<T>[]>()
  const none: readonly Indexed<T>[] = []
  return {
    at: (key) => lists.get(key) ?? none,
    add(key, entry) {
      const list = lists.get(key)
      if (list) list.push(entry)
      else lists.set(key, [entry])
    },
    remove(key, entry) {
      const list = lists.get(key)
      const at = list?.indexOf(entry) ?? -1
      if (!list || at < 0) return
      const last = list.pop()
      if (last !== undefined && last !== entry) list[at] = last
      if (list.length === 0) lists.delete(key)
    },
  }
}
