import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { handler, refuseBrokenRequests, serverOptions } from './handler.ts'
import type { Served } from './served.ts'
import { serveUpgrades } from './upgrades.ts'

/** A server that listens. */
export interface ApiServer {
  /** Ends what is under way, and takes the socket away. */
  close(): Promise<void>
}

/** Longest path that a unix socket may have (sun_path, less its end). */
const LONGEST_PATH = 107

/**
 * Serves an installation on a unix socket that its owner alone may open (0600). Whoever holds the state's lock calls this, so
 * a socket that is there already is stale and is taken over.
 */
export async function serveApi(served: Served, socketPath: string): Promise<ApiServer> {
  if (Buffer.byteLength(socketPath) > LONGEST_PATH)
    throw new Error(
      `listening on ${socketPath}: a socket's path has at most ${LONGEST_PATH} bytes; set RECONCILE_HOME to a shorter one`,
    )
  const server = createServer(serverOptions, handler(served))
  refuseBrokenRequests(server)
  const upgrades = serveUpgrades(server, served, {})
  rmSync(socketPath, { force: true })
  await listen(server, socketPath)
  return {
    close: () =>
      new Promise((resolve) => {
        rmSync(socketPath, { force: true })
        server.close(() => resolve())
        server.closeAllConnections()
        upgrades.end()
      }),
  }
}

function listen(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketPath, () => {
      chmodSync(socketPath, 0o600)
      resolve()
    })
  })
}
