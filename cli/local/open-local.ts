import type { Installation } from '../../api/v1/installation.ts'
import type { Purpose } from '../connect.ts'
import type { Context } from '../context.ts'
import { localInstallation } from './local-installation.ts'
import { openCore } from './open-core.ts'

/** The installation in this process, for one command. */
export async function openLocal(context: Context, purpose: Purpose, waitMs: number): Promise<Installation> {
  return localInstallation(await openCore(context, { purpose, waitMs }))
}
