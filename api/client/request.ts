import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { exits, InstallationError } from '../v1/installation-error.ts'
import type { V1Status } from '../v1/wire.ts'

/** One request to a server behind a unix socket. */
export interface ApiRequest {
  readonly socketPath: string
  readonly method?: 'GET' | 'POST'
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
  /** Or written by the caller, who ends the request. */
  readonly write?: (request: ClientRequest) => void
  readonly signal?: AbortSignal
}

/** Sends a request; answers its response, whose body is the caller's to read. Throws InstallationError for whatever is refused. */
export async function send(options: ApiRequest): Promise<IncomingMessage> {
  const response = await respond(options)
  if ((response.statusCode ?? 500) < 400) return response
  throw refusal(await text(response), response.statusCode ?? 500)
}

/** The JSON that a request is answered with. */
export async function sendForJson(options: ApiRequest): Promise<unknown> {
  return JSON.parse(await text(await send(options)))
}

function respond({ socketPath, method = 'GET', path, body, write, signal }: ApiRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
    // A connection of its own spares Node's agent, which first compiles patterns for IP addresses: up to 25 ms.
    const createConnection = () => connect({ path: socketPath })
    const sent = request({ createConnection, method, path, headers, ...(signal ? { signal } : {}) }, resolve)
    sent.on('error', (cause) => reject(unanswered(socketPath, cause)))
    if (write) write(sent)
    else sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

async function text(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function unanswered(socketPath: string, cause: Error): Error {
  if (cause.name === 'AbortError') return cause
  return new InstallationError(exits.failed, `asking the running serve over ${socketPath}: ${cause.message}`, {
    cause,
    remedy: 'look at what `reconcile serve` printed, and start it again if it ended',
  })
}

function refusal(body: string, code: number): InstallationError {
  const status = parsed(body)
  const { exit = exits.failed, remedy } = status?.details ?? {}
  const message = status?.message ?? `the server answered ${code}`
  const reason = status?.reason ?? 'InternalError'
  return new InstallationError(exit, message, remedy === undefined ? { reason } : { reason, remedy })
}

function parsed(body: string): V1Status | undefined {
  try {
    return JSON.parse(body) as V1Status
  } catch {
    return undefined
  }
}
