import { setTimeout } from 'node:timers/promises'
import { isConnectionLost } from '../api/v1/language/caught-error.ts'
import { type Connection, withInstallation } from './connect.ts'
import type { Context } from './context.ts'
import { isServerGone, SUCCESSOR_MS } from './server-gone.ts'

/** The poll interval. Without serve nothing notifies us of changes that another process makes. */
const LOOK_AGAIN_MS = 1_000

/** Looks at an installation; returns whether to look again. */
export type Look = (installation: Connection) => Promise<boolean>

/**
 * Looks with this connection, and again with a new one each second, so that a serve started meanwhile is asked from then on, until a look
 * is the last or the signal aborts. A serve that goes away in the middle is no end, if another one answers within 30 s: a warning says so.
 */
export async function keepLooking(context: Context, first: Connection, look: Look): Promise<void> {
  const again = async () => await withInstallation(context, { purpose: 'read' }, look)
  let lostAt = Number.NEGATIVE_INFINITY
  for (let looked = look(first); ; looked = again()) {
    try {
      if (!(await looked)) return
    } catch (error) {
      if (!isServerGone(error)) throw error
      const now = performance.now()
      if (isConnectionLost(error.cause)) {
        context.terminal.complain(`warning: ${error.message}; whoever answers in its place is asked on`)
        lostAt = now
      } else if (now - lostAt > SUCCESSOR_MS) throw error
    }
    if (!(await pause(context.signal))) return
  }
}

/** Waits one poll interval; false when the signal aborted. */
export async function pause(signal: AbortSignal): Promise<boolean> {
  try {
    return await setTimeout(LOOK_AGAIN_MS, true, { signal })
  } catch {
    return false
  }
}
