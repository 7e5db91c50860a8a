import { redactVariable } from '../../api/v1/redact/redact.ts'
import { HIDDEN } from '../../api/v1/redact/secret-value.ts'

/** Shows values from files, and remembers whether anything was redacted. */
export interface ShownValues {
  /** Returns the value to show. `redact` hides what looks secret, or returns an equal value. */
  readonly show: <T>(value: T, redact: (value: T) => T) => T
  readonly variable: (name: string, value: string) => string
  /** A note that something was redacted; empty if not. */
  readonly said: () => readonly string[]
}

/** Values that look secret are shown as `***`, unless `all` is given (S9). */
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
