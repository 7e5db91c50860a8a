import { createHash } from 'node:crypto'
import http from 'node:http'
import net from 'node:net'
import type { Duplex } from 'node:stream'

/** The engine's answer to a forwarded request, with its head but without its body. Call exactly one of `pass` and `swallow`. */
export interface ForwardedAnswer {
  readonly status: number
  /** Streams the answer to the client. */
  pass(): void
  /** Reads the answer to its end and drops it. */
  swallow(): Promise<void>
}

export interface Forwarding {
  readonly engine: string
  readonly request: http.IncomingMessage
  readonly response: http.ServerResponse
  /** Called with the parsed body of a JSON request, or with `{ archive }`, the digest of any other body. */
  readonly body: (body: unknown) => void
  /** Called with the parsed body of a 201 answer. */
  readonly created: (answer: unknown) => void
}

/** Forwards a request to the engine once its body is complete. Undefined if the engine does not answer or the client leaves. */
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

/** Forwards a request that upgrades from HTTP to a raw stream (attach, exec): from then on, bytes are passed both ways. */
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
  // From Node 24.9 on, the request's body is read from the request; before, it is part of `head`.
  request.pipe(upstream, { end: false })
  upstream.once('data', (first: Buffer) => upgrade.answered(Number(first.toString('latin1', 9, 12))))
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    one.pipe(other)
    one.once('error', () => other.destroy())
    // Bytes may still be on their way out, so the other end is destroyed only after an error, and ended otherwise.
    one.once('close', () => (one.errored ? other.destroy() : other.end()))
  }
}

function onwards(engine: string, request: http.IncomingMessage): http.RequestOptions {
  const { connection: _ours, expect: _answered, ...headers } = request.headers
  // No agent: a connection kept alive across an engine's restart would fail, and no test asked for that fault.
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
      // If the engine dies in the middle of an answer, the client must see a broken connection, not a complete answer.
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

/**
 * Sends the body in one piece with its length. The engine stops reading at the end of the JSON or archive, answers and hangs up, even while
 * the final chunk of a chunked body is still on its way.
 */
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
