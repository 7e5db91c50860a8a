import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { drained } from '../v1/language/drained.ts'
import { JSON_LINES } from '../v1/installation/wire.ts'
import type { Exchange } from './exec.ts'
import { type StatusAbout, statusOf } from './refusal.ts'
import { cutOffIn, endWithin, STALL_MS } from './stall.ts'

const PIECE_BYTES = 65_536
/** The slowest that a client may take a whole answer at, bytes per ms: 1 Mbit/s. */
const SLOWEST = 128

/** To whom an answer goes. */
type Asker = Pick<Exchange, 'response' | 'stallMs'>

/** Answers with one JSON value: once there is room for it, where clients hold much. Throws a Refusal, 429, where they go on holding it. */
export async function answerJson({ held, signal, ...asker }: Exchange, value: unknown): Promise<void> {
  const make = () => bytesOf(value)
  const { bytes, letGo } = held ? await held.hold(make, signal) : { bytes: make(), letGo() {} }
  try {
    await answerWhole(asker, { type: JSON_TYPE, bytes })
  } finally {
    letGo()
  }
}

/** Answers at once with one JSON value, of what was done or is refused. */
export function answerAtOnce(asker: Asker, value: unknown, code = 200): Promise<void> {
  return answerWhole(asker, { type: JSON_TYPE, bytes: bytesOf(value), code })
}

/** Answers at once with text of some type. */
export function answerText(asker: Asker, { type, text }: { readonly type: string; readonly text: string }) {
  return answerWhole(asker, { type, bytes: Buffer.from(text) })
}

const JSON_TYPE = 'application/json'

function bytesOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}

/** Answers with a Status; in the middle of a stream the connection ends instead. */
export function answerError(asker: Asker, error: unknown, about?: StatusAbout): void {
  const { response } = asker
  if (response.headersSent) return void response.destroy()
  const status = statusOf(error, about)
  if (status.code === 401) response.setHeader('www-authenticate', 'Bearer')
  if (status.details?.retryAfterSeconds !== undefined)
    response.setHeader('retry-after', status.details.retryAfterSeconds)
  void answerAtOnce(asker, status, status.code)
}

/** All of it is held for who asks; resolves once it is taken. Who takes it too slowly, or none of it for long, is cut off. */
async function answerWhole(
  { response, stallMs = STALL_MS }: Asker,
  { type, bytes, code = 200 }: { readonly type: string; readonly bytes: Buffer; readonly code?: number },
): Promise<void> {
  response.writeHead(code, { 'content-type': type, 'content-length': bytes.length })
  const stretch = Math.max(PIECE_BYTES, SLOWEST * stallMs)
  for (let at = 0; at < bytes.length && !response.destroyed; at += stretch) {
    const callOff = cutOffIn(response, stallMs)
    await writeInPieces(response, bytes.subarray(at, at + stretch))
    callOff()
  }
  await endWithin(response, stallMs)
}

/** In pieces, as TLS makes a copy of what is written at once. */
async function writeInPieces(response: ServerResponse, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) await write(response, bytes.subarray(at, at + PIECE_BYTES))
}

/**
 * Answers with a value per line as they come, each waiting for the last one to be taken. They are read to their end though nobody takes
 * them any more: an act is done as a whole, and what waits or looks ends by the signal of its request. What fails in the middle is the last
 * line, a Status.
 */
export async function answerLines(response: ServerResponse, values: AsyncIterable<unknown>): Promise<void> {
  try {
    for await (const value of values) {
      if (response.destroyed) continue
      // With the first value, so that what fails before it is answered by a Status.
      if (!response.headersSent) response.writeHead(200, { 'content-type': JSON_LINES })
      await write(response, `${JSON.stringify(value)}\n`)
    }
  } catch (error) {
    if (!response.headersSent || response.destroyed) throw error
    await write(response, `${JSON.stringify(statusOf(error))}\n`)
  }
  if (response.destroyed) return
  if (!response.headersSent) response.writeHead(200, { 'content-type': JSON_LINES })
  response.end()
}

/** Answers with bytes as they come; cut short, the connection ends, so that nobody takes them for all. */
export async function answerBytes(
  response: ServerResponse,
  chunks: AsyncIterable<string | Uint8Array>,
  type = 'application/octet-stream',
): Promise<void> {
  for await (const chunk of chunks) {
    if (response.destroyed) return
    if (!response.headersSent) response.writeHead(200, { 'content-type': type })
    await write(response, chunk)
  }
  if (!response.headersSent) response.writeHead(200, { 'content-type': type })
  response.end()
}

/** Answers a connection that is no request's any more with a Status, and ends it. */
export function answerRaw(socket: Duplex, error: unknown, about?: StatusAbout): void {
  const status = statusOf(error, about)
  const body = JSON.stringify(status)
  const head = [
    `HTTP/1.1 ${status.code} Refused`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(status.code === 401 ? ['WWW-Authenticate: Bearer'] : []),
    ...(status.details?.retryAfterSeconds === undefined ? [] : [`Retry-After: ${status.details.retryAfterSeconds}`]),
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

/** Writes; resolves when there is room for more, or when nobody listens any longer. */
async function write(response: ServerResponse, bytes: string | Uint8Array): Promise<void> {
  if (!response.destroyed && !response.write(bytes)) await drained(response)
}
