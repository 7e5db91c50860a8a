import { errorText } from '../../api/v1/language/caught-error.ts'
import type { Clock } from '../../clock/clock.ts'
import { lookRemedy } from '../failure-remedy.ts'

/** What one look at the machine came to. */
export interface Finding {
  readonly check: string
  readonly level: 'ok' | 'warning' | 'failure'
  readonly message: string
  /** What to do; on each warning and failure. */
  readonly remedy?: string
}

/** One look at the machine; it changes nothing. */
export interface Check {
  readonly name: string
  look(): Promise<readonly Finding[]> | readonly Finding[]
}

/** What is as it should be. */
export function ok(check: string, message: string): Finding {
  return { check, level: 'ok', message }
}

/** What works, and may not for long. */
export function warning(check: string, message: string, remedy: string): Finding {
  return { check, level: 'warning', message, remedy }
}

/** What reconcile can't work with. */
export function failure(check: string, message: string, remedy: string): Finding {
  return { check, level: 'failure', message, remedy }
}

/** Looks at everything at once, in the order given; what takes longer than `patienceMs`, or breaks, is a failure of its own. */
export async function examine(checks: readonly Check[], clock: Clock, patienceMs: number): Promise<readonly Finding[]> {
  return (await Promise.all(checks.map((check) => bounded(check, clock, patienceMs)))).flat()
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
