import { isEngineError } from '../../engine/errors.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'

// The engine may carry out a create long after the caller gave up, for example when a frozen engine thaws; by then its object may be
// deleted (S6). So a note is put into storage before the create is sent, and stays until its outcome is known.

/** Identifies a create: the object, as `Network/shop/default`, and the node. */
export interface Asked {
  readonly object: string
  readonly node: string
}

/** How long a create may still take effect, ms. What appears later is somebody else's work. */
export const LATE_MS = 3_600_000

/**
 * Runs `create` with a note in storage until its outcome is known. The note survives a crash only if `create` waits for storage first. A
 * definite failure says nothing about an earlier unanswered create, so it restores the earlier note.
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

/**
 * As `createNoted`, but sends the create only once the note is durable. Otherwise a crash could leave an object that nobody knows of. On a
 * full disk nothing is created.
 */
export function createKept<T>(asked: Asked, ports: Noting, create: () => Promise<T>): Promise<T> {
  return createNoted(asked, ports, async () => {
    await ports.store.durable()
    return await create()
  })
}

type Noting = Pick<Ports, 'store' | 'clock'>

/**
 * Whether an error leaves open whether the engine did, or will do, the create. Conflict counts, as the name may be taken by an earlier
 * create of ours. Unavailable counts, as a proxy in between answers it when it stops waiting for the engine.
 */
function isUnknown(error: unknown): boolean {
  return isEngineError(error, 'Timeout', 'Unreachable', 'Unavailable', 'Cancelled', 'Conflict')
}

/** The nodes with an unanswered create for an object, and when each was sent, ms since the epoch. */
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

/** The keys of a kind's objects with an unanswered create, on one node or on any. */
export function keysUnanswered(kind: string, store: Store, node?: string): ReadonlySet<string> {
  const notes = [...store.facts('unanswered').keys()].map(askedOf)
  const ofKind = notes.filter((asked) => asked.object.startsWith(`${kind}/`) && asked.node === (node ?? asked.node))
  return new Set(ofKind.map(({ object }) => object.slice(kind.length + 1)))
}

/** Deletes a note: the outcome is known, or no longer matters. */
export function strikeAsked(asked: Asked, store: Store): void {
  const key = keyOf(asked)
  if (store.fact('unanswered', key) !== undefined) store.putFact('unanswered', key, undefined)
}

/** Deletes all notes of an object. */
export function forgetAsked(object: string, store: Store): void {
  for (const key of store.facts('unanswered').keys())
    if (key.startsWith(`${object} `)) store.putFact('unanswered', key, undefined)
}

/** Each node has a fact of its own, as an object may be created on a thousand nodes at once. */
function keyOf({ object, node }: Asked): string {
  return `${object} ${node}`
}

function askedOf(key: string): Asked {
  const [object = '', node = ''] = key.split(' ')
  return { object, node }
}
