/** The ids that an engine gave to containers and networks, and their names. */
export type Names = Map<string, string>

/** An id as Docker makes them. */
const ID = /\b[0-9a-f]{64}\b/g

/** A text with names in place of the ids that are known. */
export function nameIds(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(ID, (id) => names.get(id) ?? id)
}

/** A JSON value with names in place of the ids that are known, in keys and values. */
export function nameIdsIn(value: unknown, names: ReadonlyMap<string, string>): unknown {
  return value === undefined ? undefined : JSON.parse(nameIds(JSON.stringify(value), names))
}
