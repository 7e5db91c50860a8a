import type { ServerResponse } from 'node:http'
import { JSON_LINES } from '../v1/wire.ts'
import { statusOf } from './refusal.ts'

/** Answers with one JSON value. */
export function answerJson(response: ServerResponse, value: unknown, code = 200): void {
  const text = JSON.stringify(value)
  response.writeHead(code, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

/** Answers with a Status; in the middle of a stream the connection ends instead. */
export function answerError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy()
  const status = statusOf(error)
  answerJson(response, status, status.code)
}

/** Answers with a value per line as they come, each waiting for the last one to be taken. */
export async function answerLines(response: ServerResponse, values: AsyncIterable<unknown>): Promise<void> {
  for await (const value of values) {
    if (response.destroyed) return
    // With the first value, so that what fails before it is answered by a Status.
    if (!response.headersSent) response.writeHead(200, { 'content-type': JSON_LINES })
    await write(response, `${JSON.stringify(value)}\n`)
  }
  if (!response.headersSent) response.writeHead(200, { 'content-type': JSON_LINES })
  response.end()
}

/** Answers with bytes as they come; cut short, the connection ends, so that nobody takes them for all. */
export async function answerBytes(response: ServerResponse, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) {
    if (response.destroyed) return
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/octet-stream' })
    await write(response, chunk)
  }
  response.end()
}

/** Writes; resolves when there is room for more, or when nobody listens any longer. */
async function write(response: ServerResponse, bytes: string | Uint8Array): Promise<void> {
  if (!response.destroyed && !response.write(bytes)) await drained(response)
}

/** Resolves when there is room for more, or when nobody listens any longer. */
export function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go)
      response.off('close', go)
      resolve()
    }
    response.on('drain', go)
    response.on('close', go)
  })
}
