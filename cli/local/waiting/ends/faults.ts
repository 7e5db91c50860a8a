import { listNames } from '../../../../api/v1/language/list-names.ts'
import type { Outcome, OutcomeWords } from '../../../../api/v1/installation/progress.ts'

/** Something for which a wait ends before all is as declared. */
export interface Fault {
  /** The object, or the message where that covers several objects. Faults with the same id are told once. */
  readonly id: string
  /** For people: `Service shop/web`. */
  readonly name: string
  /** The full words; called only for faults that are told in full. */
  readonly say: () => OutcomeWords
}

/** How many faults are told in full. */
const MOST_TOLD = 10
/** How many of its last lines of output each fault but the first shows. */
const MOST_LINES = 5

/**
 * The outcome of a wait that ends with these faults, the most telling first; undefined where there are none. Those beyond MOST_TOLD are
 * named only. `last` are told in full after them. Pure.
 */
export function endedWith(exit: number, faults: readonly Fault[], last: readonly Fault[] = []): Outcome | undefined {
  const ids = new Set<string>()
  const all = faults.filter(({ id }) => !ids.has(id) && ids.add(id))
  const [first, ...others] = withoutRepeated(all.slice(0, MOST_TOLD).map(({ say }) => say()))
  if (!first) return undefined
  const told = [...others.map(shortened), ...namesOf(all.slice(MOST_TOLD)), ...last.map(({ say }) => say())]
  return { type: 'outcome', exit, ...first, ...(told.length > 0 ? { others: told } : {}) }
}

/** Leaves out messages that an earlier one contains. */
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
