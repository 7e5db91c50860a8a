import type { Told } from './told-installation.ts'

/** Verbs of who looks into a task. */
const WITHIN: ReadonlySet<string> = new Set(['exec', 'run', 'attach', 'cp'])

/** What somebody asked for, as a line of serve's log; that a person looks into a task is for the audit log alone, as is what is refused. */
export function toldWords(told: Told): string | undefined {
  if ('refused' in told || WITHIN.has(told.verb)) return undefined
  const { object, change, verb, details, isWrite } = told
  if (isWrite) return `${object} ${change} over the API`
  return `${object} ${change} by ${verb}${details ? `: ${details.join('; ')}` : ''}`
}
