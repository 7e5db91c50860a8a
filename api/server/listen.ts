import { once } from 'node:events'
import { chmodSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { handler, refuseBrokenRequests, serverOptions } from './handler.ts'
import type { Served } from './served.ts'
import { serveUpgrades } from './upgrades.ts'

/** A server that listens. */
export interface ApiServer {
  /** Ends what is under way, and takes the socket away. */
  close(): Promise<void>
}

/** One that listens on a unix socket. */
export interface SocketServer extends ApiServer {
  /** Listens again where nothing is at its socket's path any more; whether it did. What is under way goes on. */
  renew(): Promise<boolean>
}

/** Longest path that a unix socket may have (sun_path, less its end). */
const LONGEST_PATH = 107

/**
 * Serves an installation on a unix socket that its owner alone may open (0600). Whoever holds the state's lock calls this, so
 * a socket that is there already is stale and is taken over.
 */
export async function serveApi(served: Served, socketPath: string): Promise<SocketServer> {
  if (Buffer.byteLength(socketPath) > LONGEST_PATH)
    throw new Error(
      `listening on ${socketPath}: a socket's path has at most ${LONGEST_PATH} bytes; set RECONCILE_HOME to a shorter one`,
    )
  const server = createServer(serverOptions, handler(served))
  refuseBrokenRequests(server)
  const upgrades = serveUpgrades(server, served, {})
  rmSync(socketPath, { force: true })
  const socket: OwnSocket = { path: socketPath, inode: await listen(server, socketPath) }
  let isClosed = false
  return {
    async renew() {
      if (isClosed || inodeAt(socket.path) !== undefined) return false
      stopListening(server, socket)
      socket.inode = await listen(server, socket.path)
      return true
    },
    close: () =>
      new Promise((resolve) => {
        isClosed = true
        stopListening(server, socket, () => resolve())
        server.closeAllConnections()
        upgrades.end()
      }),
  }
}

interface OwnSocket {
  readonly path: string
  inode: number | undefined
}

async function listen(server: Server, path: string): Promise<number | undefined> {
  server.listen(path)
  await once(server, 'listening')
  chmodSync(path, 0o600)
  return inodeAt(path)
}

/** A listener that ends takes away whatever is at its path by then: what another one has put there is set aside meanwhile. */
function stopListening(server: Server, { path, inode }: OwnSocket, closed?: () => void): void {
  const found = inodeAt(path)
  const aside = found === undefined || found === inode ? undefined : `${path}.aside`
  if (aside !== undefined) renameSync(path, aside)
  server.close(closed)
  if (aside !== undefined) renameSync(aside, path)
}

function inodeAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino
}
