import { Agent } from 'node:http'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { inspect } from 'node:util'
import type { SshAddress } from '../../api/v1/ssh-address.ts'
import type { Tunnel } from './ssh/tunnel.ts'

/** Where an engine answers. */
export type Address = Direct | { readonly kind: 'ssh'; readonly to: SshAddress }

/** How a connection to it is made. */
export type Way = Direct | { readonly kind: 'ssh'; readonly tunnel: Tunnel }

export type Direct =
  | { readonly kind: 'unix'; readonly path: string }
  | {
      readonly kind: 'tcp'
      readonly host: string
      readonly port: number
      readonly tls?: TlsMaterial
      /** Returns the material to use instead of `tls` for a new connection. */
      readonly renewed?: () => TlsMaterial
    }

/** PEM texts; `skipVerify` accepts any certificate, as Docker's contexts allow. */
export interface TlsMaterial {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly skipVerify?: boolean
}

/**
 * A keep-alive agent that goes that `way` for every connection, so that the layers above speak plain HTTP. It has no limit of connections:
 * calls are limited above, and open streams must not starve them.
 */
export function engineAgent(way: Way, patienceMs = CONNECT_MS): Agent {
  // An empty server name keeps Node from deriving one: its first regular expression for IPv6 takes up to 25 ms to compile.
  const options = { keepAlive: true, maxFreeSockets: 16, servername: '' }
  const agent = new Agent(options)
  return Object.assign(agent, {
    createConnection: () => dial(way, patienceMs),
    // docker-modem inspects its options on every request, including hidden properties: walking an agent would cost 5 ms.
    [inspect.custom]: () => 'Agent',
  })
}

/** TCP keep-alive, ms. Middleboxes drop silent connections: an event stream would wait for ever while new connections work. */
const KEEP_ALIVE_MS = 30_000

/** How long a connect may take, ms: a host answers at once, or to the SYN retries after 1 s and 3 s. */
const CONNECT_MS = 5_000

function dial(way: Way, patienceMs: number): Socket {
  if (way.kind === 'unix') return connect({ path: way.path })
  if (way.kind === 'ssh') return connect({ path: way.tunnel.here() })
  const { host, port, renewed } = way
  const tls = renewed?.() ?? way.tls
  const socket = tls ? connectTls({ host, port, ...tlsOptions(host, tls) }) : connect({ host, port })
  const giveUp = () => socket.destroy(noConnection(`${host}:${port}`))
  socket.setTimeout(patienceMs, giveUp)
  socket.once('connect', () => {
    socket.setTimeout(0).off('timeout', giveUp)
    socket.setKeepAlive(true, KEEP_ALIVE_MS)
  })
  return socket.setNoDelay(true)
}

/** The error that the system would raise after two minutes. */
function noConnection(to: string): Error {
  return Object.assign(new Error(`connect ETIMEDOUT ${to}`), { code: 'ETIMEDOUT', syscall: 'connect' })
}

/** Closes idle connections. */
export function dropIdle({ freeSockets }: Agent): void {
  for (const sockets of Object.values(freeSockets)) for (const socket of [...(sockets ?? [])]) socket.destroy()
}

/** Closes all connections; returns whether any was open. */
export function closeAll(agent: Agent): boolean {
  const isOpen = [agent.sockets, agent.freeSockets].some((sockets) => Object.keys(sockets).length > 0)
  agent.destroy()
  return isOpen
}

function tlsOptions(host: string, { skipVerify, ...material }: TlsMaterial) {
  return { ...material, rejectUnauthorized: skipVerify !== true, ...(isIP(host) ? {} : { servername: host }) }
}
