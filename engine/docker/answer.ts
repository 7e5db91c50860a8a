import type { Readable } from 'node:stream'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import { AnswerError } from './errors.ts'

/** The largest answer that is read, in bytes (S12). */
export const answerLimit = 64 * 1024 * 1024

/** Reads all bytes of a stream. Rejects with AnswerError beyond `limit`, naming `who` answered, or with the stream's error. */
export function readBytes(stream: Readable, limit = answerLimit, who = 'the engine'): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) stream.destroy(new AnswerError(`${who} answered more than ${limit >> 20} MB`))
      else chunks.push(chunk)
    })
    stream.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)))
    stream.on('error', reject)
    stream.on('close', () => reject(new Error('the connection was closed in mid-answer')))
  })
}

/** Reads at most `limit` bytes of a stream as text. */
export async function readStart(stream: Readable, limit: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    if ((size += chunk.length) >= limit) break
  }
  return Buffer.concat(chunks).subarray(0, limit).toString('utf8')
}

/** Reads a stream as JSON. */
export async function readJson(stream: Readable): Promise<unknown> {
  const text = (await readBytes(stream)).toString('utf8')
  return parseJson(text)
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AnswerError(`the engine answered what is not JSON: ${JSON.stringify(text.slice(0, 80))}`, { cause })
  }
}

/** The message of an answer with an error status; the whole text where it is none of an engine's form. */
export function messageOf(text: string): string {
  try {
    const { message } = parseJson(text) as { message?: unknown }
    return typeof message === 'string' ? message : text
  } catch {
    return textOfStart(/^{"message":("(?:[^"\\]|\\.)*)/s.exec(text)?.[1]) ?? text
  }
}

/** Completes a JSON string that was cut off. */
function textOfStart(start: string | undefined): string | undefined {
  try {
    return start === undefined ? undefined : `${JSON.parse(`${start}"`)} …`
  } catch {
    return undefined
  }
}

export type Fields = Readonly<Record<string, unknown>>

/** The value as an object; an empty one if it is none. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

/** The value as an object; throws AnswerError with what was expected. */
export function asFields(value: unknown, what: string): Fields {
  if (isMap(value)) return value
  throw new AnswerError(`the engine answered ${JSON.stringify(value)?.slice(0, 80)} where ${what} was expected`)
}

export function asList(value: unknown, what: string): readonly Fields[] {
  if (value === null) return []
  if (Array.isArray(value)) return value.map((item) => asFields(item, what))
  throw new AnswerError(`the engine did not answer a list of ${what}s`)
}

/** A decoder of a list whose items `decode` reads. */
export function listOf<T>(
  what: string,
  decode: (row: Fields) => T,
): { readonly decode: (answer: unknown) => readonly T[] } {
  return { decode: (answer) => asList(answer, what).map((row) => decode(row)) }
}

/** The id in the answer to a create. */
export function idOf(raw: Fields): string {
  const id = textOf(raw['Id'])
  if (id === '') throw new AnswerError('the engine answered without an id')
  return id
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** The text values of an object; others are left out. */
export function textMapOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
