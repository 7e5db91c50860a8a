import { existsSync } from 'node:fs'
import type { Installation } from '../api/v1/installation/installation.ts'
import { lockWait, type WaitOptions } from './arguments/lock-wait.ts'
import type { Context } from './context.ts'
import { carrying } from './remote/carrying.ts'
import { running } from './remote/running.ts'

/** What a command needs of the installation: to look at it, to change what is there, or to act, though there is none yet. */
export type Purpose = 'read' | 'change' | 'act'

/** An installation, and who answers for it. */
export interface Connection extends Installation {
  readonly served: boolean
  /** Whether what it says of the hosts is of now; else it is of when they were last worked on. */
  readonly looks: boolean
}

/** The installation of the `serve` that is named or runs; without one, the same code in this process, loaded only then. */
export async function connect(context: Context, purpose: Purpose, options: WaitOptions = {}): Promise<Connection> {
  const served = await running(context)
  if (served) return { ...(context.server ? carrying(served, context) : served), served: true, looks: true }
  const { openLocal } = await import('./local/parts.ts')
  const isToAct = purpose === 'act' || (purpose === 'change' && existsSync(context.home))
  if (purpose === 'change' && !isToAct) context.terminal.complain(nothingIn(context.home))
  const local = await openLocal(context, isToAct ? 'act' : 'read', lockWait(options))
  return { ...local, served: false, looks: purpose === 'read' }
}

/** What is to be changed is there already: a mistyped home is not made, and is told. */
function nothingIn(home: string): string {
  return `warning: ${home} is not there, and nothing was applied with it: RECONCILE_HOME is that of the installation`
}

/** Runs with a connection and closes it whatever happens. */
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
