import { hostname } from 'node:os'
import { type Endpoint, socketEndpoint } from '../../api/client/endpoint.ts'
import { type Caller, callerText } from '../../api/v1/installation/caller.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { VERSION_TEXT } from '../../api/v1/version-text.ts'
import { parseServer } from '../arguments/server-address.ts'
import { commandCaller } from '../caller.ts'
import type { Context } from '../context.ts'

/** The server that --server or RECONCILE_SERVER names; undefined where neither does. */
export async function namedServer(context: Context): Promise<Endpoint | undefined> {
  if (!context.server) return undefined
  const address = parseServer(context.server)
  const onVersion = sayOnce(context, context.server)
  if ('socket' in address) {
    const endpoint = socketEndpoint(address.socket, callerText(commandCaller(context)))
    return { ...endpoint, explain: gone(address.socket), onVersion }
  }
  if ('ssh' in address) {
    const { sshEndpoint } = await import('../../api/client/ssh.ts')
    return { ...sshEndpoint(address.ssh, { env: context.env, caller: callerText(farCaller(context)) }), onVersion }
  }
  // TLS is loaded for who speaks it.
  const [{ tcpEndpoint }, { tokenOf, trusted }] = await Promise.all([
    import('../../api/client/tcp.ts'),
    import('./credentials.ts'),
  ])
  const token = tokenOf(context)
  const ca = address.url.protocol === 'https:' ? trusted(context) : undefined
  const known = { ...(token === undefined ? {} : { token }), ...(ca === undefined ? {} : { ca }) }
  return { ...tcpEndpoint({ url: address.url, ...known }), onVersion }
}

/** Numbers of users are of their own machine. */
function farCaller(context: Context): Caller {
  const { sudo, name = 'somebody' } = commandCaller(context)
  return { kind: 'user', name: `${name}@${hostname()}`, ...(sudo === undefined ? {} : { sudo }) }
}

/** Nobody else is asked in its place. */
function gone(socket: string): Endpoint['explain'] {
  return (cause) =>
    new InstallationError(exits.unreachable, `asking the serve behind ${socket}: ${cause.message}`, {
      cause,
      remedy: 'look whether it runs, and whether what carries the socket here (ssh -L) still does',
    })
}

/** Says that the other end is of another version, this once: what only one of them knows is refused by its name. */
export function sayOnce({ terminal }: Context, server: string): (version: string) => void {
  let isSaid = false
  return (version) => {
    if (isSaid || version === VERSION_TEXT) return
    isSaid = true
    terminal.complain(
      `warning: ${server} is reconcile ${version}, and this is ${VERSION_TEXT}: what only one of them knows is refused`,
    )
  }
}
