import { nameOf } from '../engine/container/name.ts'
import type { Verb } from '../engine/engine.ts'
import type { Observed } from '../engine/simulated/seed.ts'
import type { Call } from '../engine/wrap.ts'

/** Names of containers and networks by engine id. */
export type Names = Map<string, string>

/** A full Docker id. */
const ID = /\b[0-9a-f]{64}\b/g

/** Replaces the known ids in a text by names. */
export function nameIds(text: string, names: Pick<ReadonlyMap<string, string>, 'get'>): string {
  return text.replace(ID, (id) => names.get(id) ?? id)
}

/** Replaces the known ids in a JSON value by names, in keys and values. */
export function nameIdsIn(value: unknown, names: ReadonlyMap<string, string>): unknown {
  return value === undefined ? undefined : JSON.parse(nameIds(JSON.stringify(value), names))
}

/** Records the name that a call gave to a container or network. */
export function learnName({ verb, args }: Call, answer: unknown, names: Names): void {
  const named: Partial<Record<Verb, () => [string, string]>> = {
    createContainer: () => [(answer as { id: string }).id, (args as { name: string }).name],
    renameContainer: () => [(args as { id: string }).id, (args as { name: string }).name],
    createNetwork: () => [(answer as { id: string }).id, (args as { body: { Name: string } }).body.Name],
  }
  const pair = named[verb]?.()
  if (pair) names.set(pair[0], pair[1])
}

/** The names of the observed containers and networks by id. */
export function namesOf(nodes: readonly { readonly observed: Pick<Observed, 'containers' | 'networks'> }[]): Names {
  const names: Names = new Map()
  for (const { observed } of nodes) {
    for (const container of observed.containers) names.set(container.Id, nameOf(container))
    for (const network of observed.networks) names.set(network.Id, network.Name)
  }
  return names
}
