import type { Outcome, OutcomeWords } from '../../../api/v1/installation/progress.ts'
import { GOES_ON } from './ends/stall-remedy.ts'

/**
 * The outcome of a wait, with remedies for a person who pushed: a push brings files there, the running serve goes on, and nobody gives an
 * apply. Pure.
 */
export function forPusher({ others, ...outcome }: Outcome): Outcome {
  return { ...outcome, ...reworded(outcome), ...(others ? { others: others.map(reworded) } : {}) }
}

function reworded({ remedy, ...words }: OutcomeWords): OutcomeWords {
  return remedy === undefined
    ? words
    : { ...words, remedy: WORDS.reduce((text, [from, to]) => text.replaceAll(from, to), remedy) }
}

const WORDS = [
  [GOES_ON, 'under the running `reconcile serve`'],
  // A push without a change has no effect.
  ['then apply again, or', 'then push a change, or'],
  ['apply again', 'push again'],
  ['then give this command again', 'then push again'],
] as const
