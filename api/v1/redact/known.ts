import type { V1EnvVar } from '../generated/types.ts'
import { looksSecret } from './redact.ts'
import { HIDDEN } from './secret-value.ts'

/** Matches a value that can't be an ordinary word: long enough, and of more than letters of one case. */
const TELLING = /^(?=.*(?:[^A-Za-z_-]|[a-z].*[A-Z])).{8,}$/s

/**
 * Redacts what a container printed: the values of its own secret-looking variables are hidden wherever they occur, as no name precedes the
 * password in `login as hunter2 failed` (S9).
 */
export function redactKnown(text: string, env: readonly V1EnvVar[]): string {
  const secret = env.flatMap(({ name, value = '' }) => (TELLING.test(value) && looksSecret(name, value) ? [value] : []))
  // Longer values first, as one may contain another.
  const values = secret.sort((one, other) => other.length - one.length)
  return values.reduce((shown, value) => shown.replaceAll(value, HIDDEN), text)
}
