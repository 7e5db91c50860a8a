import type { Installation } from '../../../api/v1/installation/installation.ts'
import { commandCaller } from '../../caller.ts'
import type { Context } from '../../context.ts'
import { askedBy } from '../audit/asked-by.ts'
import { localInstallation } from '../local-installation.ts'
import { openCore } from './open-core.ts'
import { recordTold } from '../audit/record-changes.ts'
import { toldInstallation } from '../audit/told-installation.ts'

/** The installation in this process, for one command. */
export async function openLocal(context: Context, purpose: 'read' | 'act', waitMs: number): Promise<Installation> {
  const core = await openCore(context, { purpose, waitMs })
  const by = commandCaller(context)
  return toldInstallation(askedBy(localInstallation(core, context.signal), by), recordTold(core, by))
}
