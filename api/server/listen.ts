import { chmodSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { ServedInstallation } from '../v1/installation.ts'
import { answerError } from './answers.ts'
import { route } from './router.ts'

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
export async function serveApi(installation: ServedInstallation, socketPath: string): Promise<ApiServer> {
  if (Buffer.byteLength(socketPath) > LONGEST_PATH)
    throw new Error(
      `listening on ${socketPath}: a socket's path has at most ${LONGEST_PATH} bytes; set RECONCILE_HOME to a shorter one`,
    )
  // Requests may last as long as their answers do: an exec's standard input, a log that is followed.
  const server = createServer(
    { requestTimeout: 0, headersTimeout: 10_000 },
    (request, response) => void serveOne(installation, request, response),
  )
  rmSync(socketPath, { force: true })
  await listen(server, socketPath)
  return {
    close: () =>
      new Promise((resolve) => {
        rmSync(socketPath, { force: true })
        server.close(() => resolve())
        server.closeAllConnections()
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

async function serveOne(
  installation: ServedInstallation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  response.on('error', () => gone.abort())
  try {
    await route(installation, { request, response, signal: gone.signal })
  } catch (error) {
    if (!gone.signal.aborted) answerError(response, error)
  }
}
