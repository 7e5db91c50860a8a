import { listNames } from '../../../api/v1/language/list-names.ts'
import type { Outcome, OutcomeWords } from '../../../api/v1/installation/progress.ts'

/** Something for which a wait ends before all is as declared. */
export interface Fault {
  /** What it is about, or what it says of several things at once: it is told once. */
  readonly id: string
  /** For people: `Service shop/web`. */
  readonly name: string
  /** Asked of those that are told in full. */
  readonly say: () => OutcomeWords
}

/** So many are told in full. */
const MOST_TOLD = 10
/** So many of its last lines has each but the first. */
const MOST_LINES = 5

/**
 * How a wait ends with these, the most telling first: all of them are told; undefined where there are none. `last`: what is told in full
 * after however many there are. Pure.
 */
export function endedWith(exit: number, faults: readonly Fault[], last: readonly Fault[] = []): Outcome | undefined {
  const ids = new Set<string>()
  const all = faults.filter(({ id }) => !ids.has(id) && ids.add(id))
  const [first, ...others] = withoutRepeated(all.slice(0, MOST_TOLD).map(({ say }) => say()))
  if (!first) return undefined
  const told = [...others.map(shortened), ...namesOf(all.slice(MOST_TOLD)), ...last.map(({ say }) => say())]
  return { type: 'outcome', exit, ...first, ...(told.length > 0 ? { others: told } : {}) }
}

/** What another one says as well is not told for itself. */
function withoutRepeated(said: readonly OutcomeWords[]): readonly OutcomeWords[] {
  return said.filter(({ message }, index) => !said.slice(0, index).some((before) => before.message.includes(message)))
}

function shortened({ lines, ...words }: OutcomeWords): OutcomeWords {
  return lines ? { ...words, lines: lines.slice(-MOST_LINES) } : words
}

function namesOf(faults: readonly Fault[]): readonly OutcomeWords[] {
  if (faults.length === 0) return []
  const message = `and ${faults.length} more: ${listNames(faults.map(({ name }) => name))}`
  return [{ message, remedy: 'see all of it with `reconcile status`' }]
}
