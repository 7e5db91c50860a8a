/** Returns a function that makes the value of each key once, and then gives that. */
export function oncePerKey<V>(): (key: string, make: () => V) => V {
  const made = new Map<string, { readonly value: V }>()
  return (key, make) => {
    const known = made.get(key) ?? { value: make() }
    made.set(key, known)
    return known.value
  }
}
