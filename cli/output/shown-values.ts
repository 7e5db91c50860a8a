import { redactVariable } from '../../api/v1/redact/redact.ts'
import { HIDDEN } from '../../api/v1/redact/secret-value.ts'

/** Shows what is read from files, and counts nothing but whether something of it was hidden. */
export interface ShownValues {
  /** A value fit to be shown: `redact` hides what looks secret in it, and answers the same where nothing is. */
  readonly show: <T>(value: T, redact: (value: T) => T) => T
  readonly variable: (name: string, value: string) => string
  /** What is said of it beside what is printed. */
  readonly said: () => readonly string[]
}

/** Values that look secret are `***`, unless they are asked for (S9). */
export function shownValues(all = false): ShownValues {
  let isHidden = false
  const show = <T>(value: T, redact: (value: T) => T): T => {
    if (all) return value
    const shown = redact(value)
    isHidden ||= JSON.stringify(shown) !== JSON.stringify(value)
    return shown
  }
  return {
    show,
    variable: (name, value) => show(value, () => (value === '' ? value : redactVariable(name, value))),
    said: () => (isHidden ? [`values that look secret are ${HIDDEN}: --show-values shows them`] : []),
  }
}
