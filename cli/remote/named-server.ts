import { hostname } from 'node:os'
import { type Endpoint, socketEndpoint } from '../../api/client/endpoint.ts'
import { type Caller, callerText } from '../../api/v1/installation/caller.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { isOtherVersion, VERSION_TEXT } from '../../api/v1/version-text.ts'
import { parseServer } from '../arguments/server-address.ts'
import { commandCaller } from '../caller.ts'
import type { Context } from '../context.ts'

/** The endpoint that --server or RECONCILE_SERVER names; undefined if neither is set. */
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
  // TLS is loaded only when needed.
  const [{ tcpEndpoint }, { tokenOf, trusted }] = await Promise.all([
    import('../../api/client/tcp.ts'),
    import('./credentials.ts'),
  ])
  const token = tokenOf(context)
  const ca = address.url.protocol === 'https:' ? trusted(context) : undefined
  const known = { ...(token === undefined ? {} : { token }), ...(ca === undefined ? {} : { ca }) }
  return { ...tcpEndpoint({ url: address.url, ...known }), onVersion }
}

/** The caller for another machine, without the uid, which means nothing there. */
function farCaller(context: Context): Caller {
  const { sudo, name = 'somebody' } = commandCaller(context)
  return { kind: 'user', name: `${name}@${hostname()}`, ...(sudo === undefined ? {} : { sudo }) }
}

/** The error for a socket that nothing answers at; no other server is tried. */
function gone(socket: string): Endpoint['explain'] {
  return (cause) =>
    new InstallationError(exits.unreachable, `asking the serve behind ${socket}: ${cause.message}`, {
      cause,
      remedy: 'look whether it runs, and whether what carries the socket here (ssh -L) still does',
    })
}

/**
 * Returns a function that warns if the server has another version; fields that only one side knows are refused by name. A command warns
 * once of each version, as it may connect several times, also to the serve that takes over.
 */
export function sayOnce({ terminal, warned = new Set() }: Context, server: string): (version: string) => void {
  return (version) => {
    const warning = `warning: ${server} is reconcile ${version}, and this is ${VERSION_TEXT}: what only one of them knows is refused`
    if (warned.has(warning) || !isOtherVersion(version, VERSION_TEXT)) return
    warned.add(warning)
    terminal.complain(warning)
  }
}
