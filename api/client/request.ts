import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { setTimeout as passed } from 'node:timers/promises'
import { isConnectionLost } from '../v1/language/caught-error.ts'
import { exits, InstallationError, isInstallationError } from '../v1/installation/installation-error.ts'
import { VERSION_HEADER } from '../v1/version-text.ts'
import type { V1Status } from '../v1/installation/wire.ts'
import type { Endpoint } from './endpoint.ts'
import { jsonBody } from './json-body.ts'

/** One request to a server. */
export interface ApiRequest {
  readonly endpoint: Endpoint
  readonly method?: 'GET' | 'POST'
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
  /** Or written by the caller, who ends the request. */
  readonly write?: (request: ClientRequest) => void
  readonly signal?: AbortSignal
  /** What only looks is given up after this, ms; absent: a GET after the patience of its endpoint, what acts never. */
  readonly withinMs?: number | undefined
  /** Whether all of its answer comes at once, so that each piece of it may take no longer either. */
  readonly isWhole?: boolean
}

/** Sends a request; answers the body of its response as it comes. Throws InstallationError for whatever is refused or breaks. */
export async function send(options: ApiRequest): Promise<AsyncIterable<Uint8Array>> {
  const { endpoint } = options
  const response = await admitted(options)
  const version = response.headers[VERSION_HEADER]
  if (typeof version === 'string') endpoint.onVersion?.(version)
  const code = response.statusCode ?? 500
  if (code >= 400) throw refusal(await text(bodyOf(response, options)), code, endpoint)
  if (code < 300 && version !== undefined) return bodyOf(response, options)
  response.destroy()
  throw foreign(endpoint, `answers ${options.path} with ${code} and without a version of reconcile`)
}

/** Of a proxy's page or redirection: it would be taken for what was asked for, as a backup. */
function foreign({ name }: Endpoint, what: string, cause?: unknown): InstallationError {
  const remedy = 'look whether a `reconcile serve` is behind that address, and nothing else'
  return new InstallationError(exits.failed, `${name} ${what}`, { cause, remedy })
}

/** The JSON that a request is answered with. */
export async function sendForJson(options: ApiRequest): Promise<unknown> {
  const answer = await text(await send({ ...options, isWhole: true }))
  try {
    return JSON.parse(answer)
  } catch (cause) {
    throw foreign(options.endpoint, `answers no JSON to ${options.path}`, cause)
  }
}

/** What only looks is asked so often at most, as by Kubernetes' clients. */
const MOST_TRIES = 10

/** The response; what only looks is asked again, within its time, where a server that has too much to do says when (`Retry-After`). */
async function admitted(asked: ApiRequest): Promise<IncomingMessage> {
  let leftMs = withinOf(asked)
  if (leftMs === undefined) return await respond(asked)
  for (let tries = 1; ; tries++) {
    const begun = performance.now()
    const response = await respond({ ...asked, withinMs: leftMs })
    const laterMs = 1_000 * Number(response.headers['retry-after'])
    leftMs = Math.floor(leftMs - (performance.now() - begun) - laterMs)
    // Not a number where it does not say when.
    if (response.statusCode !== 429 || tries === MOST_TRIES || !(leftMs > 0)) return response
    await text(bodyOf(response, asked))
    await passed(laterMs, undefined, { signal: asked.signal ?? asked.endpoint.signal })
  }
}

async function respond(asked: ApiRequest): Promise<IncomingMessage> {
  const { endpoint, method = 'GET', path, body, write, signal = endpoint.signal } = asked
  const withinMs = withinOf(asked)
  const json = body === undefined ? undefined : jsonBody(body)
  const headers = { ...endpoint.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  // A connection that is kept may be one that the other end leaves: what acts is never asked on it, as it can't be asked twice.
  // One of its own spares Node's agent besides, which first compiles patterns for IP addresses: up to 25 ms.
  const by =
    endpoint.agent && method === 'GET' ? { agent: endpoint.agent } : { createConnection: () => endpoint.connect() }
  const options = { ...by, method, path, headers, ...(signal ? { signal } : {}) }
  const ask = () =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(options, resolve)
      sent.on('error', (cause) => reject(wasLeft(sent, cause) ? LEFT : explained(asked, cause)))
      if (withinMs !== undefined) limit(sent, withinMs)
      if (write) write(sent)
      else sent.end(json)
    })
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (error !== LEFT) throw error
    }
  }
}

/** Instead of an error, of a request that may be sent again. */
const LEFT = new Error('the connection was closed before')

/** Whether a connection that was kept is closed by the other end, as it was silent for long: it may have been asked all the same. */
function wasLeft(sent: ClientRequest, cause: Error): boolean {
  return sent.reusedSocket && isConnectionLost(cause)
}

/** How long an answer may take; undefined for what acts. */
function withinOf({ endpoint, method = 'GET', withinMs }: ApiRequest): number | undefined {
  return withinMs ?? (method === 'GET' ? endpoint.patienceMs : undefined)
}

function explained(asked: ApiRequest, cause: Error): Error {
  const error = broken(asked.endpoint, cause)
  return withinOf(asked) === undefined ? halfAsked(error) : error
}

/** Of what acts: a connection that breaks before the answer says nothing about what was done. */
function halfAsked(error: Error): Error {
  if (!isInstallationError(error) || !isConnectionLost(error.cause)) return error
  const { exit, reason, cause, remedy } = error
  const look = 'what was asked may have been done: look (`reconcile status`) before you ask again'
  return new InstallationError(exit, error.message, {
    ...{ reason, cause },
    remedy: remedy === undefined ? look : `${look}; ${remedy}`,
  })
}

/** What only looks is answered soon, or by nobody. */
function limit(sent: ClientRequest, ms: number): void {
  const timer = setTimeout(() => sent.destroy(late('answer', ms)), ms)
  for (const end of ['response', 'close']) sent.once(end, () => clearTimeout(timer))
}

function late(what: string, ms: number): Error {
  return Object.assign(new Error(`no ${what} within ${ms / 1_000} s`), { code: 'ETIMEDOUT' })
}

async function* bodyOf(response: IncomingMessage, request: ApiRequest): AsyncGenerator<Uint8Array> {
  const ms = request.isWhole ? withinOf(request) : undefined
  const timer = ms === undefined ? undefined : setTimeout(() => response.destroy(late('more of its answer', ms)), ms)
  try {
    for await (const chunk of response) {
      timer?.refresh()
      yield chunk as Uint8Array
    }
  } catch (error) {
    throw error instanceof Error ? explained(request, error) : error
  } finally {
    clearTimeout(timer)
  }
}

async function text(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function broken(endpoint: Endpoint, cause: Error): Error {
  return cause.name === 'AbortError' ? cause : endpoint.explain(cause)
}

function refusal(body: string, code: number, { name, remedies }: Endpoint): InstallationError {
  return refusalOf({ message: `${name} answered ${code}`, ...parsed(body) }, remedies?.[code])
}

/** Whether a line of an answer is the Status that ends it, as it failed in the middle. */
export function isFailure(line: unknown): line is V1Status {
  const { kind, status } = (line ?? {}) as Partial<V1Status>
  return kind === 'Status' && status === 'Failure'
}

/** What a server refused, by its Status; with a remedy where that has none. */
export function refusalOf(
  { message, reason = 'InternalError', details }: Pick<V1Status, 'message'> & Partial<V1Status>,
  instead?: string,
): InstallationError {
  const { exit = exits.failed, remedy = instead } = details ?? {}
  return new InstallationError(exit, message, remedy === undefined ? { reason } : { reason, remedy })
}

function parsed(body: string): V1Status | undefined {
  try {
    return JSON.parse(body) as V1Status
  } catch {
    return undefined
  }
}
