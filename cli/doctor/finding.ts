import { errorText } from '../../api/v1/language/caught-error.ts'
import type { Clock } from '../../clock/clock.ts'
import { lookRemedy } from '../failure-remedy.ts'

/** The result of a check. */
export interface Finding {
  readonly check: string
  readonly level: 'ok' | 'warning' | 'failure'
  readonly message: string
  /** What to do; set on each warning and failure. */
  readonly remedy?: string
}

/** A check of the machine; it changes nothing. */
export interface Check {
  readonly name: string
  /** Its time limit, ms, where it has one of its own. */
  readonly patienceMs?: number
  look(): Promise<readonly Finding[]> | readonly Finding[]
}

/** All is well. */
export function ok(check: string, message: string): Finding {
  return { check, level: 'ok', message }
}

/** It works, but may soon fail. */
export function warning(check: string, message: string, remedy: string): Finding {
  return { check, level: 'warning', message, remedy }
}

/** reconcile can't work with it. */
export function failure(check: string, message: string, remedy: string): Finding {
  return { check, level: 'failure', message, remedy }
}

/**
 * Runs all checks concurrently; findings are in the given order. A check that exceeds its time limit, by default `defaultMs`, or throws is a
 * failure.
 */
export async function examine(checks: readonly Check[], clock: Clock, defaultMs: number): Promise<readonly Finding[]> {
  return (await Promise.all(checks.map((check) => bounded(check, clock, check.patienceMs ?? defaultMs)))).flat()
}

async function bounded({ name, look }: Check, clock: Clock, patienceMs: number): Promise<readonly Finding[]> {
  let cancel = () => {}
  const late = new Promise<readonly Finding[]>((resolve) => {
    const message = `no answer within ${patienceMs / 1000} s`
    const remedy = 'look what hangs: a disk, a network file system, or the engine'
    cancel = clock.after(patienceMs, () => resolve([failure(name, message, remedy)]))
  })
  try {
    return await Promise.race([look(), late])
  } catch (error) {
    return [failure(name, errorText(error), lookRemedy(error))]
  } finally {
    cancel()
  }
}
