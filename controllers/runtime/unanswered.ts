import { isEngineError } from '../../engine/errors.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Ports } from './ports.ts'

// A create that nobody answered may be done long after nobody waits for it: when its engine thaws, and its object may be gone
// by then (S6). That it was asked for is in storage until an answer says what came of it: before it is asked, or, of a task, which is kept
// itself before, when the answer fails to come.

/** Where a create was asked for: for which object, as `Network/shop/default`, and on which node. */
export interface Asked {
  readonly object: string
  readonly node: string
}

/** What appears after this long is the work of somebody else, ms. */
export const LATE_MS = 3_600_000

/** Creates, with a note in storage until there is an answer; it survives a crash where `create` waits for storage first. */
export async function createNoted<T>(asked: Asked, ports: Ports, create: () => Promise<T>): Promise<T> {
  noteAsked(asked, ports)
  return await struckWhenAnswered(asked, ports.store, create)
}

/** The same, noted only where there was no answer: of an object that is kept before and says after a crash that it may have been asked for. */
export async function notedUnlessAnswered<T>(asked: Asked, ports: Ports, create: () => Promise<T>): Promise<T> {
  try {
    return await struckWhenAnswered(asked, ports.store, create)
  } catch (error) {
    if (isUnanswered(error)) noteAsked(asked, ports)
    throw error
  }
}

async function struckWhenAnswered<T>(asked: Asked, store: Store, create: () => Promise<T>): Promise<T> {
  try {
    const made = await create()
    strikeAsked(asked, store)
    return made
  } catch (error) {
    if (!isUnanswered(error)) strikeAsked(asked, store)
    throw error
  }
}

/** Notes that a create was asked for. */
export function noteAsked(asked: Asked, { store, clock }: Pick<Ports, 'store' | 'clock'>): void {
  store.putFact('unanswered', keyOf(asked), clock.now())
}

function isUnanswered(error: unknown): boolean {
  return isEngineError(error, 'Timeout', 'Unreachable', 'Cancelled')
}

/** The nodes where a create for an object was asked for and had no answer, and when, ms since the epoch. */
export function unanswered(
  object: string,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
): ReadonlyMap<string, number> {
  const entries = notes(store).flatMap((asked) => (asked.object === object ? [[asked.node, asked.at] as const] : []))
  return new Map(entries.filter(([, at]) => clock.now() - at < LATE_MS))
}

/** The keys of a kind's objects for which a create had no answer. */
export function keysUnanswered(kind: string, store: Store): Iterable<string> {
  const objects = notes(store).map(({ object }) => object)
  return new Set(objects.flatMap((object) => (object.startsWith(`${kind}/`) ? [object.slice(kind.length + 1)] : [])))
}

/** Takes a note back: what came of it is known, or does not matter any more. */
export function strikeAsked(asked: Asked, store: Store): void {
  const key = keyOf(asked)
  if (store.fact('unanswered', key) !== undefined) store.putFact('unanswered', key, undefined)
}

/** Takes all notes of an object back. */
export function forgetAsked(object: string, store: Store): void {
  for (const asked of notes(store)) if (asked.object === object) strikeAsked(asked, store)
}

/** One fact for each node: an object may be made on a thousand of them at once. */
function keyOf({ object, node }: Asked): string {
  return `${object} ${node}`
}

function notes(store: Store): readonly (Asked & { readonly at: number })[] {
  return [...store.facts('unanswered')].map(([key, at]) => {
    const [object = '', node = ''] = key.split(' ')
    return { object, node, at: Number(at) }
  })
}
