import { createHash } from 'node:crypto'
import http from 'node:http'
import net from 'node:net'
import type { Duplex } from 'node:stream'

/** The engine's answer to a forwarded request: head known, body not yet read. One of the two is to be called. */
export interface ForwardedAnswer {
  readonly status: number
  /** Streams it to the client. */
  pass(): void
  /** Reads it to its end, for nobody. */
  swallow(): Promise<void>
}

export interface Forwarding {
  readonly engine: string
  readonly request: http.IncomingMessage
  readonly response: http.ServerResponse
  /** Told the parsed body of a JSON request, or `{ archive }` with the digest of any other. */
  readonly body: (body: unknown) => void
  /** Told the parsed body of an answer that something was created. */
  readonly created: (answer: unknown) => void
}

/** Sends a request on to the engine when it has come in whole; undefined where the engine did not answer or the client went away. */
export function forward({ engine, request, response, ...told }: Forwarding): Promise<ForwardedAnswer | undefined> {
  return new Promise((resolve) => {
    const upstream = http.request(onwards(engine, request), (answer) => {
      // A client that goes away ends the engine's stream; an engine that goes away breaks the client's.
      response.once('close', () => answer.destroy())
      answer.once('error', () => response.destroy())
      resolve(answerOf(answer, response, told.created))
    })
    upstream.once('error', () => resolve(undefined))
    response.once('close', () => upstream.destroy())
    passBody(request, upstream, told.body)
  })
}

/** Connects both ends of a connection that leaves HTTP (attach, exec): from the request on, bytes are only passed. */
export function forwardUpgrade(upgrade: {
  readonly engine: string
  readonly request: http.IncomingMessage
  readonly client: Duplex
  readonly head: Buffer
  readonly answered: (status: number) => void
}): void {
  const { client, request } = upgrade
  const upstream = net.connect(upgrade.engine)
  const headers = request.rawHeaders.flatMap((text, i) =>
    i % 2 === 0 ? [`${text}: ${request.rawHeaders[i + 1]}`] : [],
  )
  upstream.write([`${request.method} ${request.url} HTTP/1.1`, ...headers, '', ''].join('\r\n'))
  upstream.write(upgrade.head)
  // Node from 24.9 on reads the request's body first; before, it came with the head.
  request.pipe(upstream, { end: false })
  upstream.once('data', (first: Buffer) => upgrade.answered(Number(first.toString('latin1', 9, 12))))
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    one.pipe(other)
    one.once('error', () => other.destroy())
    // What was passed on may not have left yet: only a broken end breaks the other.
    one.once('close', () => (one.errored ? other.destroy() : other.end()))
  }
}

function onwards(engine: string, request: http.IncomingMessage): http.RequestOptions {
  const { connection: _ours, expect: _answered, ...headers } = request.headers
  // No agent: a connection kept from before an engine's restart would be a fault that nobody asked for.
  return { socketPath: engine, method: request.method, path: request.url, headers, agent: false, setHost: false }
}

function answerOf(
  answer: http.IncomingMessage,
  response: http.ServerResponse,
  created: Forwarding['created'],
): ForwardedAnswer {
  const { connection: _theirs, ...headers } = answer.headers
  return {
    status: answer.statusCode ?? 0,
    pass() {
      response.writeHead(answer.statusCode ?? 0, headers)
      response.flushHeaders()
      if (answer.statusCode === 201 && isJson(answer)) collect(answer, (bytes) => created(parse(bytes)))
      answer.pipe(response)
      // An engine that dies in mid-answer must look like that, not like an answer that ended.
      answer.once('close', () => answer.complete || response.destroy())
    },
    swallow: () =>
      new Promise((resolve) => {
        answer.once('close', resolve)
        answer.resume()
      }),
  }
}

function isJson({ headers }: http.IncomingMessage): boolean {
  return headers['content-type']?.includes('json') === true
}

/** Sent at once: the engine reads to the end of the JSON or archive, answers and hangs up, though the end of a chunked body is under way. */
function passBody(request: http.IncomingMessage, upstream: http.ClientRequest, told: (body: unknown) => void): void {
  collect(request, (bytes) => {
    if (bytes.length > 0) told(isJson(request) ? parse(bytes) : { archive: digest(bytes) })
    upstream.removeHeader('transfer-encoding')
    upstream.setHeader('content-length', bytes.length)
    upstream.end(bytes)
  })
}

function digest(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

function collect(message: http.IncomingMessage, done: (bytes: Buffer) => void): void {
  const chunks: Buffer[] = []
  message.on('data', (chunk: Buffer) => chunks.push(chunk))
  message.once('end', () => done(Buffer.concat(chunks)))
}

function parse(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString())
}
