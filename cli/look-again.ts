import { setTimeout } from 'node:timers/promises'
import { type Connection, withInstallation } from './connect.ts'
import type { Context } from './context.ts'

/** The poll interval. Without serve nothing notifies us of changes that another process makes. */
const LOOK_AGAIN_MS = 1_000

/** Polls until the signal aborts. Each look opens a new connection, so that a serve started meanwhile is asked from then on. */
export async function lookAgain(context: Context, look: (installation: Connection) => Promise<void>): Promise<void> {
  while (await pause(context.signal)) await withInstallation(context, { purpose: 'read' }, look)
}

/** Waits one poll interval; false when the signal aborted. */
export async function pause(signal: AbortSignal): Promise<boolean> {
  try {
    return await setTimeout(LOOK_AGAIN_MS, true, { signal })
  } catch {
    return false
  }
}
