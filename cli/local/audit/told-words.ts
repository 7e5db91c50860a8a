import type { Told } from './told-installation.ts'

/** Verbs that look into a task. */
const WITHIN: ReadonlySet<string> = new Set(['exec', 'run', 'attach', 'cp'])

/** A line for serve's log; undefined for refusals and for looking into a task, which only the audit log has. */
export function toldWords(told: Told): string | undefined {
  if ('refused' in told || WITHIN.has(told.verb)) return undefined
  const { object, change, verb, details, isWrite } = told
  if (isWrite) return `${object} ${change} over the API`
  return `${object} ${change} by ${verb}${details ? `: ${details.join('; ')}` : ''}`
}
