import { existsSync } from 'node:fs'
import { socketEndpoint } from '../../api/client/endpoint.ts'
import { beginningOn, connectedTo } from '../../api/client/listening.ts'
import { installationAt } from '../../api/client/remote.ts'
import { callerText } from '../../api/v1/installation/caller.ts'
import type { ServedInstallation } from '../../api/v1/installation/installation.ts'
import { commandCaller } from '../caller.ts'
import { type Context, socketOf } from '../context.ts'
import { namedServer, sayOnce } from './named-server.ts'

/** The named `serve`, else that of this home if it runs. */
export async function running(context: Context): Promise<ServedInstallation | undefined> {
  const { signal } = context
  const named = await namedServer(context)
  if (named) return installationAt({ ...named, signal })
  const path = socketOf(context.home)
  const socket = existsSync(path) ? await connectedTo(path) : undefined
  if (!socket) return undefined
  const endpoint = beginningOn(socket, socketEndpoint(path, callerText(commandCaller(context))))
  return installationAt({ ...endpoint, signal, onVersion: sayOnce(context, 'the running serve') })
}
