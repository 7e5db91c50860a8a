import type { IncomingMessage } from 'node:http'
import { MOST_BODY_BYTES } from '../v1/wire.ts'
import { Refusal } from './refusal.ts'

/** The JSON object that a request carries; `{}` for none. Refuses what is larger than 3 MB or no object (S12). */
export async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_BODY_BYTES)
      throw new Refusal(
        413,
        'RequestEntityTooLarge',
        `a request is at most ${MOST_BODY_BYTES} bytes: send fewer files at a time`,
      )
    chunks.push(chunk)
  }
  return parseObject(Buffer.concat(chunks).toString('utf8'))
}

/** The object that a text is. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw new Refusal(400, 'BadRequest', 'the body must be one JSON object')
}
