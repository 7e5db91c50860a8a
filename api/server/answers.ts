import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { drained } from '../v1/language/drained.ts'
import { JSON_LINES } from '../v1/installation/wire.ts'
import { type StatusAbout, statusOf } from './refusal.ts'

/** Answers with one JSON value. */
export function answerJson(response: ServerResponse, value: unknown, code = 200): void {
  const text = JSON.stringify(value)
  response.writeHead(code, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

/** Answers with text of some type. */
export function answerText(
  response: ServerResponse,
  { type, text }: { readonly type: string; readonly text: string },
): void {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

/** Answers with a Status; in the middle of a stream the connection ends instead. */
export function answerError(response: ServerResponse, error: unknown, about?: StatusAbout): void {
  if (response.headersSent) return void response.destroy()
  const status = statusOf(error, about)
  if (status.code === 401) response.setHeader('www-authenticate', 'Bearer')
  if (status.details?.retryAfterSeconds !== undefined)
    response.setHeader('retry-after', status.details.retryAfterSeconds)
  answerJson(response, status, status.code)
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
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

/** Writes; resolves when there is room for more, or when nobody listens any longer. */
async function write(response: ServerResponse, bytes: string | Uint8Array): Promise<void> {
  if (!response.destroyed && !response.write(bytes)) await drained(response)
}
