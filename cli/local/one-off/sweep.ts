import { errorText } from '../../../api/v1/language/caught-error.ts'
import type { Log } from '../../../api/v1/installation/log.ts'
import { isEngineError, unlessGone } from '../../../engine/errors.ts'
import type { Run } from '../../../engine/run.ts'
import type { Core } from '../open/core.ts'
import { findOneOffs, type Found, type Looking } from './find.ts'
import { unstartedToGo } from './start.ts'

/** A container that was not started this long after its create is abandoned, ms: normally the start follows at once. */
export const ABANDONED_AFTER_MS = 600_000

const SWEEP_MS = 60_000

/**
 * Removes one-off containers with auto-remove that were never started, as their command was killed: engines auto-remove only started ones.
 * Only of this installation (S4). Ages are by the engine's clock.
 */
export async function sweepAbandoned(looking: Looking, run: Run): Promise<readonly string[]> {
  const { found } = await findOneOffs(looking, undefined, run)
  const gone: string[] = []
  for (const oneOff of found) {
    if (oneOff.state !== 'created' || !(await isAbandoned(oneOff, run))) continue
    // Without force, so that one that was just started stays.
    if (await wasRemoved(oneOff, run)) gone.push(oneOff.name)
  }
  return gone
}

/** Sweeps all hosts when `serve` begins; failures are logged. */
export async function sweepAll(core: Core, log: Log): Promise<void> {
  const signal = AbortSignal.timeout(SWEEP_MS)
  try {
    const run = { signal, object: 'OneOff', reason: 'its command was killed before the start' }
    for (const name of await sweepAbandoned(core, run))
      log(`removed ${name}: it was never started, as the command that made it was killed`)
  } catch (error) {
    log(`warning: what killed commands left was not removed: ${errorText(error)}`)
  }
}

async function isAbandoned(oneOff: Found, run: Run): Promise<boolean> {
  const unstarted = await unstartedToGo(oneOff, run)
  if (!unstarted) return false
  const { time } = await oneOff.engine.info({}, run)
  return time - Date.parse(unstarted.Created ?? '') >= ABANDONED_AFTER_MS
}

async function wasRemoved({ id, engine }: Found, run: Run): Promise<boolean> {
  try {
    await unlessGone(engine.removeContainer({ id, volumes: true }, run))
    return true
  } catch (error) {
    if (isEngineError(error, 'Conflict')) return false
    throw error
  }
}
