import type { Installation } from '../api/v1/installation.ts'
import { lockWait, type WaitOptions } from './arguments/lock-wait.ts'
import type { Context } from './context.ts'
import { carrying } from './remote/carrying.ts'
import { running } from './remote/running.ts'

/** What a command needs of the installation: to look at it, or to change it. */
export type Purpose = 'read' | 'act'

/** The installation of the `serve` that is named or runs; without one, the same code in this process, loaded only then. */
export async function connect(
  context: Context,
  purpose: Purpose,
  options: WaitOptions = {},
): Promise<Installation & { readonly served: boolean }> {
  const served = await running(context)
  if (served) return { ...(context.server ? carrying(served, context) : served), served: true }
  const { openLocal } = await import('./local/parts.ts')
  return { ...(await openLocal(context, purpose, lockWait(options))), served: false }
}

/** Runs with a connection and closes it whatever happens. */
export async function withInstallation<T>(
  context: Context,
  how: WaitOptions & { readonly purpose: Purpose },
  use: (installation: Installation & { readonly served: boolean }) => Promise<T>,
): Promise<T> {
  const installation = await connect(context, how.purpose, how)
  try {
    return await use(installation)
  } finally {
    await installation.close()
  }
}
