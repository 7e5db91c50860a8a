import type { Installation } from '../../api/v1/installation.ts'
import type { Purpose } from '../connect.ts'
import type { Context } from '../context.ts'
import { localInstallation } from './local-installation.ts'
import { openCore } from './open-core.ts'

/** Two starters: the second waits this long for the lock, then names who has it. */
const LOCK_WAIT_MS = 30_000

/** The installation in this process, for one command. */
export async function openLocal(context: Context, purpose: Purpose): Promise<Installation> {
  return localInstallation(await openCore(context, { purpose, waitMs: LOCK_WAIT_MS }))
}
