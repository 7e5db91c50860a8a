import { once } from 'node:events'
import { lstatSync, renameSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { exits, InstallationError } from '../v1/installation/installation-error.ts'
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
  /** Listens again where nothing is at its socket's path any more; whether it did. What is under way goes on. Throws where no socket is. */
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
  refuseNoSocket(socketPath)
  rmSync(socketPath, { force: true })
  const socket: OwnSocket = { path: socketPath, inode: await listen(server, socketPath) }
  let isClosed = false
  return {
    async renew() {
      if (isClosed) return false
      refuseNoSocket(socket.path)
      if (inodeAt(socket.path) !== undefined) return false
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

/** Throws where anything but a socket is at a path to listen on: that is somebody's, and stays. */
export function refuseNoSocket(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() ?? true) return
  throw new InstallationError(exits.failed, `${path} is no socket: serve can be asked there once that is moved away`, {
    remedy: 'move it away, then run the same command again',
  })
}

interface OwnSocket {
  readonly path: string
  inode: number | undefined
}

async function listen(server: Server, path: string): Promise<number | undefined> {
  // Made with its mode, not given it afterwards: a path may lead elsewhere by then, as root serves in the home of somebody else.
  const mask = process.umask(0o177)
  try {
    server.listen(path)
  } finally {
    process.umask(mask)
  }
  await once(server, 'listening')
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
  return lstatSync(path, { throwIfNoEntry: false })?.ino
}
