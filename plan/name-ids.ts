import type { Verb } from '../engine/engine.ts'
import type { Call } from '../engine/wrap.ts'

/** The ids that an engine gave to containers and networks, and their names. */
export type Names = Map<string, string>

/** An id as Docker makes them. */
const ID = /\b[0-9a-f]{64}\b/g

/** A text with names in place of the ids that are known. */
export function nameIds(text: string, names: Pick<ReadonlyMap<string, string>, 'get'>): string {
  return text.replace(ID, (id) => names.get(id) ?? id)
}

/** A JSON value with names in place of the ids that are known, in keys and values. */
export function nameIdsIn(value: unknown, names: ReadonlyMap<string, string>): unknown {
  return value === undefined ? undefined : JSON.parse(nameIds(JSON.stringify(value), names))
}

/** Remembers the name that a call gave to a container or network. */
export function learnName({ verb, args }: Call, answer: unknown, names: Names): void {
  const named: Partial<Record<Verb, () => [string, string]>> = {
    createContainer: () => [(answer as { id: string }).id, (args as { name: string }).name],
    renameContainer: () => [(args as { id: string }).id, (args as { name: string }).name],
    createNetwork: () => [(answer as { id: string }).id, (args as { body: { Name: string } }).body.Name],
  }
  const pair = named[verb]?.()
  if (pair) names.set(pair[0], pair[1])
}
