import type { IncomingMessage } from 'node:http'
import { MOST_BODY_BYTES } from '../v1/installation/wire.ts'
import { isMap } from '../v1/yaml/is-map.ts'
import { VERSION_TEXT } from '../v1/version-text.ts'
import type { Body } from './fields.ts'
import { Refusal } from './refusal.ts'

/** A body that is not whole after this is not waited for. */
export const LONGEST_BODY_MS = 30_000

/**
 * What `parse` makes of the JSON object that a request carries, `{}` for none. Refuses what is larger than 3 MB, slow, or no object (S12),
 * and a field that `parse` does not look at: a newer client means something by it, which would silently not be done.
 */
export async function readBody<T>(request: IncomingMessage, parse: (body: Body) => T): Promise<T> {
  return parseKnown(parseObject(await readText(request)), parse)
}

/** What `parse` makes of a body, all of whose fields it looks at. */
export function parseKnown<T>(body: Body, parse: (body: Body) => T): T {
  const known = new Set<string | symbol>()
  const get = (target: Body, field: string) => {
    known.add(field)
    return target[field]
  }
  const parsed = parse(new Proxy(body, { get }))
  const unknown = Object.keys(body).find((field) => !known.has(field))
  if (unknown === undefined) return parsed
  const message = `this serve, reconcile ${VERSION_TEXT}, does not know the field ${unknown}: nothing was done; use the same version for both`
  throw new Refusal(400, 'BadRequest', message)
}

/** The JSON value that a text is; undefined for none. */
export function jsonIn(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/ in JSON.*| \(line.*|, ".*/s, '') : ''
    throw new Refusal(400, 'BadRequest', `the body is not JSON: ${why}`)
  }
}

/** The object that a text is. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (isMap(value)) return value
  } catch {
    // Said below.
  }
  throw new Refusal(400, 'BadRequest', 'the body must be one JSON object')
}

/** The text that a request carries. By events rather than an iterator: ending early must leave the connection for the answer. */
export function readText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const end = (act: () => void) => {
      clearTimeout(timer)
      for (const [event, listener] of listeners) request.off(event, listener)
      act()
    }
    const slow = new Refusal(408, 'Timeout', `the body did not come within ${LONGEST_BODY_MS / 1_000} s`)
    const timer = setTimeout(() => end(() => reject(slow)), LONGEST_BODY_MS)
    const listeners: [string, (chunk: Buffer) => void][] = [
      [
        'data',
        (chunk) => {
          size += chunk.length
          if (size > MOST_BODY_BYTES) end(() => reject(tooLarge()))
          else chunks.push(chunk)
        },
      ],
      ['end', () => end(() => resolve(Buffer.concat(chunks).toString('utf8')))],
      ['close', () => end(() => reject(new Refusal(400, 'BadRequest', 'the body was cut off')))],
      ['error', () => end(() => reject(new Refusal(400, 'BadRequest', 'the body was cut off')))],
    ]
    for (const [event, listener] of listeners) request.on(event, listener)
  })
}

function tooLarge(): Refusal {
  const message = `a request is at most ${MOST_BODY_BYTES} bytes: send fewer files, a stack at a time`
  return new Refusal(413, 'RequestEntityTooLarge', message)
}
