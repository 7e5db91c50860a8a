import { groupBy } from '../../../../api/v1/language/group-by.ts'
import { oncePerKey } from '../../../../api/v1/language/once-per-key.ts'
import { listNames } from '../../../../api/v1/language/list-names.ts'
import type { OutcomeWords } from '../../../../api/v1/installation/progress.ts'
import { pausedReasons } from '../../../../api/v1/reason-groups.ts'
import { madeByOthers, makerKey, type Waiting } from './made-by-others.ts'

/** An object that waits, with its name on the command line. */
export interface Held extends Waiting {
  readonly reason: string
  readonly subject: string
}

/**
 * Returns a function that gives the common message of all objects that wait for the same maker or pause; undefined where an object has its
 * own. Each group is built once. Pure.
 */
export function saidTogether(all: readonly Held[]): (found: Held) => OutcomeWords | undefined {
  const groups = groupBy(all, (each) => keyOf(each) ?? '')
  const once = oncePerKey<OutcomeWords | undefined>()
  return (found) => {
    const key = keyOf(found)
    return key === undefined ? undefined : once(key, () => wordsOf(found, groups.get(key) ?? []))
  }
}

function keyOf(held: Held): string | undefined {
  const { reason, message } = held
  return pausedReasons.has(reason) ? `${reason} ${message}` : makerKey(held)
}

function wordsOf(found: Held, alike: readonly Held[]): OutcomeWords | undefined {
  if (!pausedReasons.has(found.reason)) return madeByOthers(found, alike)
  if (alike.length < 2) return undefined
  return { message: `${listNames(alike.map(({ name }) => name))}: ${found.message}`, remedy: GO_ON }
}

/** The remedy for what a person holds, whose message names the command that ends that. */
export const GO_ON = 'give the command that it names once it may go on; what was asked for is kept'

/** The remedy for an object whose message says what is wrong. */
export function correct(subject: string): string {
  return `look at it with \`reconcile describe ${subject}\`, then correct what it says`
}
