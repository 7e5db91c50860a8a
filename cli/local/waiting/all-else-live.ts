import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { Outcome, OutcomeWords } from '../../../api/v1/installation/progress.ts'
import type { Hold } from '../../../store/source/facts/hold.ts'
import { allHolds } from '../../../store/source/facts/hold-facts.ts'
import { historyIn } from '../../../store/source/facts/root-facts.ts'
import type { Store } from '../../../store/objects/store.ts'

/** The push that is waited for: its directory and its commit. */
export interface Push {
  readonly directory: string
  readonly head: string
}

/**
 * Rewords the outcome of a push that ends with nothing but holds, to say that all else that was pushed is live: the hold alone would read
 * as if nothing was. A hold that was there before the push, or is of another directory, is marked as not of this push.
 */
export function allElseLive(outcome: Outcome, store: Store, push: Push): Outcome {
  if (outcome.exit !== exits.approval) return outcome
  const holds = new Map(allHolds(store).map((hold) => [hold.message, hold]))
  const { others = [] } = outcome
  const waiting = [outcome, ...others].map(({ message }) => holds.get(message))
  if (waiting.includes(undefined)) return outcome
  const isOlder = (hold: Hold | undefined) => hold !== undefined && isOfBefore(hold, store, push)
  const said = <T extends OutcomeWords>(words: T): T =>
    isOlder(holds.get(words.message)) ? { ...words, message: `not of this push: ${words.message}` } : words
  const live = waiting.every(isOlder) ? 'all that was pushed is live' : 'all else that was pushed is live'
  return {
    ...outcome,
    message: `${live}; ${said(outcome).message}`,
    ...(outcome.others ? { others: others.map(said) } : {}),
  }
}

/** Whether a hold is not of this push. A hold of a later commit may be of both, and does not count. */
function isOfBefore({ root, head }: Hold, store: Store, push: Push): boolean {
  if (root !== push.directory) return true
  return head !== undefined && head !== push.head && head !== historyIn(store, root).head
}
