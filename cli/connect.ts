import { existsSync } from 'node:fs'
import { isServed, remoteInstallation } from '../api/client/remote.ts'
import type { Installation } from '../api/v1/installation.ts'
import { lockWait, type WaitOptions } from './arguments/lock-wait.ts'
import type { Context } from './context.ts'
import { socketOf } from './context.ts'

/** What a command needs of the installation: to look at it, or to change it. */
export type Purpose = 'read' | 'act'

/** The installation of a running `serve`; without one, the same code in this process, loaded only then. */
export async function connect(
  context: Context,
  purpose: Purpose,
  options: WaitOptions = {},
): Promise<Installation & { readonly served: boolean }> {
  const socket = socketOf(context.home)
  if (existsSync(socket) && (await isServed(socket))) return { ...remoteInstallation(socket), served: true }
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
