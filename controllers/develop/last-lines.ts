import { redactAssigned } from '../../api/v1/redact.ts'

/** Output of a failed command that its warning quotes, in bytes. */
export const QUOTED = 500

/** Whole lines alone where there was more: a cut one may show a secret without what tells that it is one (S9). */
export function lastLines(output: Buffer): string {
  const text = output.toString()
  const whole = output.length < QUOTED ? text : text.slice(text.indexOf('\n') + 1 || text.length)
  return redactAssigned(whole.trim())
}
