import { existsSync } from 'node:fs'
import type { Installation } from '../api/v1/installation/installation.ts'
import { lockWait, type WaitOptions } from './arguments/lock-wait.ts'
import type { Context } from './context.ts'
import { carrying } from './remote/carrying.ts'
import { running } from './remote/running.ts'

/**
 * What a command needs of the installation: `read` only looks, `change` changes existing objects, `act` may also create the installation.
 */
export type Purpose = 'read' | 'change' | 'act'

/** An open installation, and whether a server answers for it. */
export interface Connection extends Installation {
  readonly served: boolean
  /** Whether reads show the hosts' present state; otherwise they show the state when the hosts were last worked on. */
  readonly looks: boolean
}

/**
 * Opens the installation: through the named or running `serve`, or one that is about to run, else through the same code in this process,
 * which is loaded only then.
 */
export async function connect(context: Context, purpose: Purpose, options: WaitOptions = {}): Promise<Connection> {
  const served = await running(context)
  if (served) return { ...(context.server ? carrying(served, context) : served), served: true, looks: true }
  const { openLocal } = await import('./bundles/local.ts')
  const isToAct = purpose === 'act' || (purpose === 'change' && existsSync(context.home))
  if (purpose === 'change' && !isToAct) context.terminal.complain(nothingIn(context.home))
  const waitMs = lockWait(options)
  if (isToAct) return await connectToAct(context, waitMs)
  return { ...(await openLocal(context, 'read', waitMs)), served: false, looks: purpose === 'read' }
}

/** Opens the state in this process, unless a serve has it that is beginning and then answers. */
async function connectToAct(context: Context, waitMs: number): Promise<Connection> {
  const { HeldByServe, openLocal, serveBeginning } = await import('./bundles/local.ts')
  const { home, signal, terminal } = context
  try {
    return { ...(await openLocal(context, 'act', waitMs)), served: false, looks: false }
  } catch (error) {
    if (!(error instanceof HeldByServe)) throw error
  }
  const log = (line: string) => terminal.complain(line)
  const begun = await serveBeginning({ home, signal, waitMs, log, connect: () => running(context) })
  return begun.served ? { ...begun.served, served: true, looks: true } : await connectToAct(context, begun.leftMs)
}

/** `change` never creates a home, as its path may be mistyped. Returns the warning for that. */
function nothingIn(home: string): string {
  return `warning: ${home} is not there, and nothing was applied with it: RECONCILE_HOME is that of the installation`
}

/** Runs `use` with a connection and always closes it. */
export async function withInstallation<T>(
  context: Context,
  how: WaitOptions & { readonly purpose: Purpose },
  use: (installation: Connection) => Promise<T>,
): Promise<T> {
  const installation = await connect(context, how.purpose, how)
  try {
    return await use(installation)
  } finally {
    await installation.close()
  }
}
