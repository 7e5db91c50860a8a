import type { IncomingMessage, RequestListener, Server, ServerOptions, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { answerError, answerRaw } from './answers.ts'
import type { Exchange } from './exec.ts'
import { heldAnswers, type HeldLimits } from './held-answers.ts'
import { inTurn } from './in-turn.ts'
import { isWebSocket } from './is-web-socket.ts'
import { jsonOnce } from './json-once.ts'
import { endLingering } from './linger.ts'
import { openAnswers } from './open-answers.ts'
import { Refusal, refusalIn } from './refusal.ts'
import { type Authenticate, endWithToken } from './rights.ts'
import { serveRequest } from './serve-request.ts'
import type { Served } from './served.ts'
import { cutOffIn } from './stall.ts'

/** How requests of a listener are treated. */
export interface HandlerOptions {
  /** Absent: whoever can connect may do all. */
  readonly authenticate?: Authenticate
  /** How often the token of a request that goes on is looked at again, ms; absent: each minute. */
  readonly recheckMs?: number
  /**
   * Who takes nothing of a watch or of a whole answer for so long is cut off, ms, and who takes less of the latter meanwhile than 1 Mbit/s.
   * Absent: a minute for whole answers, as what is held for one is room that others wait for; for ever for watches.
   */
  readonly stallMs?: number
  /** How much of whole answers is held for clients that take them slowly; absent: 128 MB. */
  readonly held?: HeldLimits
  /** How long the rest of a request that was answered already is taken, ms; absent: 5 s. */
  readonly lingerMs?: number
}

/**
 * What every listener is made with. Requests may last as long as their answers do: an exec's standard input, a log that is followed;
 * the kernel asks a client that is silent whether it is there still, which one that went to sleep is not.
 */
export const serverOptions: ServerOptions & { shouldUpgradeCallback: (request: IncomingMessage) => boolean } = {
  requestTimeout: 0,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 30_000,
  keepAlive: true,
  keepAliveInitialDelay: 30_000,
  // Node from 24.9 on; before, an `upgrade` event comes of every wish for another protocol.
  shouldUpgradeCallback: isWebSocket,
}

/** Answers requests from an installation; no request ends the process (S12). */
export function handler(served: Served, options: HandlerOptions = {}): RequestListener {
  const shared = { ...options, json: jsonOnce(), held: heldAnswers(options.held) }
  return inTurn((request, response) => void serveOne(served, shared, { request, response }))
}

async function serveOne(
  served: Served,
  options: Omit<HandlerOptions, 'held'> & Pick<Exchange, 'json' | 'held'>,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const gone = new AbortController()
  const stopRechecking = endWithToken(request, options, (refusal) => {
    gone.abort(refusal)
    // Who takes nothing does not get to the end.
    response.on('close', cutOffIn(response, options.stallMs ?? 0))
  })
  response.on('close', () => {
    stopRechecking()
    gone.abort()
  })
  response.on('error', () => gone.abort())
  response.on('finish', () => endLingering(request, options.lingerMs))
  try {
    await serveRequest(served, { request, response, signal: gone.signal, ...options })
  } catch (error) {
    const refusal = refusalIn(gone.signal)
    if (refusal || !gone.signal.aborted) answerError({ response, ...options }, refusal ?? error)
  }
}

/** Answers bytes that are no request with a Status too, unless it would be taken for a part of another answer, or for that answer. */
export function refuseBrokenRequests(server: Server): void {
  const openOn = openAnswers(server)
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const isAnswering = openOn(socket).some(({ headersSent, req }) => headersSent || req.complete)
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) return void socket.destroy()
    const { code, text } = brokenness(error.code)
    answerRaw(socket, new Refusal(code, code === 408 ? 'Timeout' : 'BadRequest', text))
  })
}

function brokenness(code: string | undefined): { readonly code: number; readonly text: string } {
  if (code === 'HPE_HEADER_OVERFLOW') return { code: 431, text: 'the headers are larger than 16 KB' }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { code: 408, text: 'the headers did not come within 10 s' }
  return { code: 400, text: 'this is no HTTP request' }
}
