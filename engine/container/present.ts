type Undefinedless<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The object without undefined members, so that only declared values are sent to the engine. */
export function present<T extends object>(object: T): Undefinedless<T> {
  const result: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(object)) if (value !== undefined) result[key] = value
  return result as Undefinedless<T>
}

/** A copy of a non-empty list; undefined for an absent or empty one. */
export function some<T>(list: readonly T[] | undefined): T[] | undefined {
  return list && list.length > 0 ? [...list] : undefined
}
