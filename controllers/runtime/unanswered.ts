import { isEngineError } from '../../engine/errors.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Ports } from './ports.ts'

// A create that nobody answered may be done long after nobody waits for it: when its engine thaws, and its object may be gone
// by then (S6). That it was asked for is in storage, before it is, until an answer says what came of it.

/** Where a create was asked for: for which object, as `Network/shop/default`, and on which node. */
export interface Asked {
  readonly object: string
  readonly node: string
}

/** What appears after this long is the work of somebody else, ms. */
export const LATE_MS = 3_600_000

/**
 * Creates, with a note in storage until it is known what came of it; it survives a crash where `create` waits for storage first. An
 * answer tells nothing of a create before it that had none.
 */
export async function createNoted<T>(asked: Asked, { store, clock }: Noting, create: () => Promise<T>): Promise<T> {
  const before = store.fact('unanswered', keyOf(asked))
  store.putFact('unanswered', keyOf(asked), clock.now())
  try {
    const made = await create()
    strikeAsked(asked, store)
    return made
  } catch (error) {
    if (!isUnknown(error)) store.putFact('unanswered', keyOf(asked), before)
    throw error
  }
}

/** The same once storage has all: what nobody knows after a crash would stay for ever, and on a full disk nothing is made. */
export function createKept<T>(asked: Asked, ports: Noting, create: () => Promise<T>): Promise<T> {
  return createNoted(asked, ports, async () => {
    await ports.store.durable()
    return await create()
  })
}

type Noting = Pick<Ports, 'store' | 'clock'>

/**
 * Whether it may be done, or be done still. A name that is taken may be what a create before made, though its answer was an error; and
 * Unavailable is the answer of what stands between, as a proxy that waited for the engine no longer.
 */
function isUnknown(error: unknown): boolean {
  return isEngineError(error, 'Timeout', 'Unreachable', 'Unavailable', 'Cancelled', 'Conflict')
}

/** The nodes where a create for an object was asked for and had no answer, and when, ms since the epoch. */
export function unanswered(
  object: string,
  { store, clock, inventory }: Pick<Ports, 'store' | 'clock' | 'inventory'>,
): ReadonlyMap<string, number> {
  if (store.facts('unanswered').size === 0) return new Map()
  const entries = inventory.hosts().flatMap(({ node }) => {
    const at = store.fact('unanswered', keyOf({ object, node }))
    return at === undefined ? [] : [[node, Number(at)] as const]
  })
  return new Map(entries.filter(([, at]) => clock.now() - at < LATE_MS))
}

/** The keys of a kind's objects for which a create had no answer, on one node or on any. */
export function keysUnanswered(kind: string, store: Store, node?: string): ReadonlySet<string> {
  const notes = [...store.facts('unanswered').keys()].map(askedOf)
  const ofKind = notes.filter((asked) => asked.object.startsWith(`${kind}/`) && asked.node === (node ?? asked.node))
  return new Set(ofKind.map(({ object }) => object.slice(kind.length + 1)))
}

/** Takes a note back: what came of it is known, or does not matter any more. */
export function strikeAsked(asked: Asked, store: Store): void {
  const key = keyOf(asked)
  if (store.fact('unanswered', key) !== undefined) store.putFact('unanswered', key, undefined)
}

/** Takes all notes of an object back. */
export function forgetAsked(object: string, store: Store): void {
  for (const key of store.facts('unanswered').keys())
    if (key.startsWith(`${object} `)) store.putFact('unanswered', key, undefined)
}

/** One fact for each node: an object may be made on a thousand of them at once. */
function keyOf({ object, node }: Asked): string {
  return `${object} ${node}`
}

function askedOf(key: string): Asked {
  const [object = '', node = ''] = key.split(' ')
  return { object, node }
}
