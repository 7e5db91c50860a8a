import { isEngineError } from '../../engine/errors.ts'
import { isJsonObject } from '../../store/storage/storage.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Ports } from './ports.ts'

// A create that nobody answered may be done long after nobody waits for it: when its engine thaws, and its object may be gone
// by then (S6). That it was asked for is in storage before it is asked, and until an answer says what came of it.

/** Where a create was asked for: for which object, as `Network/shop/default`, and on which node. */
export interface Asked {
  readonly object: string
  readonly node: string
}

/** What appears after this long is the work of somebody else, ms. */
const LATE_MS = 3_600_000

/** Creates, with a note in storage until there is an answer; it survives a crash where `create` waits for storage first. */
export async function createNoted<T>(asked: Asked, ports: Ports, create: () => Promise<T>): Promise<T> {
  note(asked, ports)
  try {
    const made = await create()
    strikeAsked(asked, ports.store)
    return made
  } catch (error) {
    if (!isEngineError(error, 'Timeout', 'Unreachable', 'Cancelled')) strikeAsked(asked, ports.store)
    throw error
  }
}

/** The nodes where a create for an object was asked for and had no answer, and when, ms since the epoch. */
export function unanswered(
  object: string,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
): ReadonlyMap<string, number> {
  const entries = Object.entries(factOf(object, store)).map(([node, at]) => [node, Number(at)] as const)
  return new Map(entries.filter(([, at]) => clock.now() - at < LATE_MS))
}

/** The keys of a kind's objects for which a create had no answer. */
export function keysUnanswered(kind: string, store: Store): readonly string[] {
  const keys = [...store.facts('unanswered').keys()]
  return keys.filter((object) => object.startsWith(`${kind}/`)).map((object) => object.slice(kind.length + 1))
}

/** Takes a note back: what came of it is known, or does not matter any more. */
export function strikeAsked({ object, node }: Asked, store: Store): void {
  const { [node]: _, ...others } = factOf(object, store)
  store.putFact('unanswered', object, Object.keys(others).length > 0 ? others : undefined)
}

/** Takes all notes of an object back. */
export function forgetAsked(object: string, store: Store): void {
  store.putFact('unanswered', object, undefined)
}

function note({ object, node }: Asked, { store, clock }: Ports): void {
  store.putFact('unanswered', object, { ...factOf(object, store), [node]: clock.now() })
}

function factOf(object: string, store: Store) {
  const fact = store.fact('unanswered', object)
  return isJsonObject(fact) ? fact : {}
}
