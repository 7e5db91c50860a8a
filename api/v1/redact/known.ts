import type { V1EnvVar } from '../generated/types.ts'
import { looksSecret } from './redact.ts'
import { HIDDEN } from './secret-value.ts'

/** What is no word that stands in any text: long enough, and of more than letters of one case. */
const TELLING = /^(?=.*(?:[^A-Za-z_-]|[a-z].*[A-Z])).{8,}$/s

/**
 * A text that a container printed with the values of its own variables hidden that look secret, wherever they stand: no name is beside them
 * in `login as hunter2 failed` (S9).
 */
export function redactKnown(text: string, env: readonly V1EnvVar[]): string {
  const secret = env.flatMap(({ name, value = '' }) => (TELLING.test(value) && looksSecret(name, value) ? [value] : []))
  // One that has another in it first.
  const values = secret.sort((one, other) => other.length - one.length)
  return values.reduce((shown, value) => shown.replaceAll(value, HIDDEN), text)
}
