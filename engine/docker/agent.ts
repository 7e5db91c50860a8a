import { Agent } from 'node:http'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { inspect } from 'node:util'

/** Where an engine listens. */
export type Address =
  | { readonly kind: 'unix'; readonly path: string }
  | {
      readonly kind: 'tcp'
      readonly host: string
      readonly port: number
      readonly tls?: TlsMaterial
      /** What counts in the place of `tls` at each connection. */
      readonly renewed?: () => TlsMaterial
    }

/** PEM text; `skipVerify` accepts any certificate, as Docker's contexts allow. */
export interface TlsMaterial {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly skipVerify?: boolean
}

/**
 * A keep-alive agent that makes every connection to `address`, so that the layers above speak plain HTTP whatever lies below.
 * It has no cap of its own: calls are counted above, and open streams must not starve them.
 */
export function engineAgent(address: Address, patienceMs = CONNECT_MS): Agent {
  // With a server name, even none, Node does not look for one: its first pattern for IPv6 addresses takes up to 25 ms to compile.
  const options = { keepAlive: true, maxFreeSockets: 16, servername: '' }
  const agent = new Agent(options)
  return Object.assign(agent, {
    createConnection: () => dial(address, patienceMs),
    // docker-modem inspects its options on every request, hidden properties too: walking an agent costs 5 ms.
    [inspect.custom]: () => 'Agent',
  })
}

/** What lies between forgets a silent connection: an event stream would wait for ever, while other connections say that all is well. */
const KEEP_ALIVE_MS = 30_000

/** A host answers at once, or to the second or third of what is sent, 1 s and 3 s after the first. */
const CONNECT_MS = 5_000

function dial(address: Address, patienceMs: number): Socket {
  if (address.kind === 'unix') return connect({ path: address.path })
  const { host, port, renewed } = address
  const tls = renewed?.() ?? address.tls
  const socket = tls ? connectTls({ host, port, ...tlsOptions(host, tls) }) : connect({ host, port })
  const giveUp = () => socket.destroy(noConnection(`${host}:${port}`))
  socket.setTimeout(patienceMs, giveUp)
  socket.once('connect', () => {
    socket.setTimeout(0).off('timeout', giveUp)
    socket.setKeepAlive(true, KEEP_ALIVE_MS)
  })
  return socket.setNoDelay(true)
}

/** As the system says it after two minutes. */
function noConnection(to: string): Error {
  return Object.assign(new Error(`connect ETIMEDOUT ${to}`), { code: 'ETIMEDOUT', syscall: 'connect' })
}

/** Ends the connections that no call uses. */
export function dropIdle({ freeSockets }: Agent): void {
  for (const sockets of Object.values(freeSockets)) for (const socket of [...(sockets ?? [])]) socket.destroy()
}

function tlsOptions(host: string, { skipVerify, ...material }: TlsMaterial) {
  return { ...material, rejectUnauthorized: skipVerify !== true, ...(isIP(host) ? {} : { servername: host }) }
}
