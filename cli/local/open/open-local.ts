import type { Installation } from '../../../api/v1/installation/installation.ts'
import { commandCaller } from '../../caller.ts'
import type { Context } from '../../context.ts'
import { askedBy } from '../audit/asked-by.ts'
import { guardedVerbs } from '../guarded-verbs.ts'
import { restoreNodes } from '../applied/kept-nodes.ts'
import { localInstallation } from '../local-installation.ts'
import type { Core } from './core.ts'
import { openCore } from './open-core.ts'
import { recordTold } from '../audit/record-changes.ts'
import { toldInstallation } from '../audit/told-installation.ts'

/**
 * Opens the installation in this process, for one command. With `act`, also restores the Nodes that a lost state had, which may throw (exit
 * 1).
 */
export async function openLocal(context: Context, purpose: 'read' | 'act', waitMs: number): Promise<Installation> {
  const core = await openCore(context, { purpose, waitMs, unlessServed: purpose === 'act' })
  if (purpose === 'act') await withLostNodes(core, context)
  const by = commandCaller(context)
  const installation = guardedVerbs(core, localInstallation(core, context.signal))
  return toldInstallation(askedBy(installation, by), recordTold(core, by))
}

async function withLostNodes(core: Core, { terminal }: Context): Promise<void> {
  try {
    restoreNodes(core, (words) => terminal.complain(`warning: ${words}`))
  } catch (error) {
    await core.close()
    throw error
  }
}
