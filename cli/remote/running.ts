import { existsSync } from 'node:fs'
import { socketEndpoint } from '../../api/client/endpoint.ts'
import { installationAt, isServed } from '../../api/client/remote.ts'
import { callerText } from '../../api/v1/caller.ts'
import type { ServedInstallation } from '../../api/v1/installation.ts'
import { commandCaller } from '../caller.ts'
import { type Context, socketOf } from '../context.ts'
import { namedServer, sayOnce } from './named-server.ts'

/** The `serve` that is named, else that of this home if it runs. */
export async function running(context: Context): Promise<ServedInstallation | undefined> {
  const { signal } = context
  const named = await namedServer(context)
  if (named) return installationAt({ ...named, signal })
  const socket = socketOf(context.home)
  if (!existsSync(socket) || !(await isServed(socket))) return undefined
  const caller = callerText(commandCaller(context))
  return installationAt({ ...socketEndpoint(socket, caller), signal, onVersion: sayOnce(context, 'the running serve') })
}
