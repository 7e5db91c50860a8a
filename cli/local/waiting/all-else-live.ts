import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { OutcomeWords, ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { Hold } from '../../../store/source/facts/hold.ts'
import { allHolds } from '../../../store/source/facts/hold-facts.ts'
import { historyIn } from '../../../store/source/facts/root-facts.ts'
import type { Store } from '../../../store/objects/store.ts'

/** The push that is waited for: its directory, and its commit. */
export interface Push {
  readonly directory: string
  readonly head: string
}

/**
 * The end of a push. Where nothing is left but files' holds, all else is as was pushed: the hold alone would read as if nothing was. One
 * that stood before the push, or came with another directory, is said not to be of it.
 */
export function allElseLive(event: ProgressEvent, store: Store, push: Push): ProgressEvent {
  if (event.type !== 'outcome' || event.exit !== exits.approval) return event
  const holds = new Map(allHolds(store).map((hold) => [hold.message, hold]))
  const { others = [] } = event
  const waiting = [event, ...others].map(({ message }) => holds.get(message))
  if (waiting.includes(undefined)) return event
  const isOlder = (hold: Hold | undefined) => hold !== undefined && isOfBefore(hold, store, push)
  const said = <T extends OutcomeWords>(words: T): T =>
    isOlder(holds.get(words.message)) ? { ...words, message: `not of this push: ${words.message}` } : words
  const live = waiting.every(isOlder) ? 'all that was pushed is live' : 'all else that was pushed is live'
  return {
    ...event,
    message: `${live}; ${said(event).message}`,
    ...(event.others ? { others: others.map(said) } : {}),
  }
}

/** The events of a wait for a push, with its end told so. */
export async function* tellingLive(
  events: AsyncIterable<ProgressEvent>,
  store: Store,
  push: Push,
): AsyncGenerator<ProgressEvent> {
  for await (const event of events) yield allElseLive(event, store, push)
}

/** What came with a commit after it may be of both. */
function isOfBefore({ root, head }: Hold, store: Store, push: Push): boolean {
  if (root !== push.directory) return true
  return head !== undefined && head !== push.head && head !== historyIn(store, root).head
}
