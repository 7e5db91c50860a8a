import { createServer as createPlain, type RequestListener, type Server } from 'node:http'
import { createServer as createTls } from 'node:https'
import { exits, InstallationError } from '../v1/installation/installation-error.ts'
import { limitConnections } from './connections.ts'
import { handler, refuseBrokenRequests, serverOptions } from './handler.ts'
import type { ApiServer } from './listen.ts'
import type { Authenticate } from './rights.ts'
import type { Served } from './served.ts'
import { STALL_MS } from './stall.ts'
import { serveUpgrades } from './upgrades.ts'

/** A certificate and its key, in PEM. */
export interface KeyPair {
  readonly cert: Buffer
  readonly key: Buffer
}

/** Where and how tokens are served. */
export interface TcpOptions {
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** PEM; absent: in the clear, for addresses that nobody else can reach. */
  readonly tls?: KeyPair
  /** Asked at each connection: another certificate to show from then on, as the one before was renewed; undefined: the same. */
  readonly renewed?: () => KeyPair | undefined
  readonly authenticate: Authenticate
}

const MOST_CONNECTIONS = { inAll: 1_000, ofOne: 250 }
const HANDSHAKE_MS = 10_000

/** A listener, and where it came to listen. */
export interface TcpServer extends ApiServer {
  readonly url: string
}

/**
 * Serves an installation over TCP to those who have a token. One that is still to come is waited for with the answers alone: that
 * the address can't be had is known at once.
 */
export async function serveTcp(served: Served | Promise<Served>, options: TcpOptions): Promise<TcpServer> {
  const { host, port, tls, authenticate } = options
  const handling = { authenticate, stallMs: STALL_MS }
  const begun = Promise.resolve(served).then((there) => handler(there, handling))
  const listener: RequestListener = (request, response) => void begun.then((handle) => handle(request, response))
  const secure = { ...tls, minVersion: 'TLSv1.2' as const, handshakeTimeout: HANDSHAKE_MS }
  const server = tls ? createTls({ ...serverOptions, ...secure }, listener) : createPlain(serverOptions, listener)
  if ('setSecureContext' in server)
    server.prependListener('connection', () => {
      const pair = options.renewed?.()
      if (pair) server.setSecureContext({ ...secure, ...pair })
    })
  limitConnections(server, MOST_CONNECTIONS)
  refuseBrokenRequests(server)
  const upgrades = serveUpgrades(server, served, handling)
  await listen(server, { host, port })
  const address = server.address()
  const actual = typeof address === 'object' && address ? address.port : port
  return {
    url: `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        upgrades.end()
      }),
  }
}

function listen(server: Server, at: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new InstallationError(exits.failed, `listening on ${at.host}:${at.port}: ${cause.message}`, {
          cause,
          remedy: 'name another address, or end what listens there',
        }),
      ),
    )
    server.listen(at, resolve)
  })
}
