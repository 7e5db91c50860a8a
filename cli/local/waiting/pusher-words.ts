import type { Outcome, OutcomeWords } from '../../../api/v1/installation/progress.ts'
import { GOES_ON } from './stall-remedy.ts'

/** How a wait ended, for who pushed: a push is what brings files there, the serve that runs goes on, and nobody gives an apply. Pure. */
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
  // A push of what is there already brings nothing to anybody.
  ['then apply again, or', 'then push a change, or'],
  ['apply again', 'push again'],
  ['then give this command again', 'then push again'],
] as const
