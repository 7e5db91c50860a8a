import { setTimeout } from 'node:timers/promises'
import { type Connection, withInstallation } from './connect.ts'
import type { Context } from './context.ts'

/** Without serve what an apply of another process does is looked at again after this. */
const LOOK_AGAIN_MS = 1_000

/** Looks again and again, at what is read anew each time, until the signal; a serve that was started meanwhile is asked from then on. */
export async function lookAgain(context: Context, look: (installation: Connection) => Promise<void>): Promise<void> {
  while (await pause(context.signal)) await withInstallation(context, { purpose: 'read' }, look)
}

/** Answers false when the time is over. */
export async function pause(signal: AbortSignal): Promise<boolean> {
  try {
    return await setTimeout(LOOK_AGAIN_MS, true, { signal })
  } catch {
    return false
  }
}
