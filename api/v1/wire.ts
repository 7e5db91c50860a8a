import type { StatusCause } from './object-writes.ts'

// What client and server of the API share about bytes.

/** Largest body that the server reads (S12). */
export const MOST_BODY_BYTES = 3_000_000

/** The type of a stream of JSON values, one per line. */
export const JSON_LINES = 'application/x-ndjson'

/**
 * Channels of an exec: `exit` carries the exit code as text, `error` a Status. What is sent to a command with a terminal is in frames
 * too: its input, an empty one at the end of that, and `resize` with a TerminalSize as JSON.
 */
export const channels = { stdin: 0, stdout: 1, stderr: 2, exit: 3, error: 4, resize: 5 } as const

const HEAD = 5

/** One frame: channel, length, bytes. */
export function frame(channel: number, bytes: Uint8Array): Uint8Array {
  const framed = new Uint8Array(HEAD + bytes.length)
  framed[0] = channel
  new DataView(framed.buffer).setUint32(1, bytes.length)
  framed.set(bytes, HEAD)
  return framed
}

/** The frames of a stream of chunks, however they were cut. Throws RangeError at one that is longer than `most`. */
export async function* framesOf(
  chunks: AsyncIterable<Uint8Array>,
  most = Infinity,
): AsyncGenerator<{ readonly channel: number; readonly bytes: Uint8Array }> {
  let held = new Uint8Array()
  for await (const chunk of chunks) {
    held = joined(held, chunk)
    for (let length = frameLength(held, most); length !== undefined; length = frameLength(held, most)) {
      yield { channel: held[0] ?? 0, bytes: held.slice(HEAD, length) }
      held = held.slice(length)
    }
  }
}

function frameLength(held: Uint8Array, most: number): number | undefined {
  if (held.length < HEAD) return undefined
  const length = HEAD + new DataView(held.buffer, held.byteOffset).getUint32(1)
  if (length > most) throw new RangeError(`a frame of ${length} bytes is too long`)
  return held.length >= length ? length : undefined
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** The JSON values of a stream of chunks, one per line. Throws SyntaxError at a line that is no JSON. */
export async function* jsonLinesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder()
  let held = ''
  for await (const chunk of chunks) {
    held += decoder.decode(chunk, { stream: true })
    const lines = held.split('\n')
    held = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield JSON.parse(line)
  }
  if (held !== '') yield JSON.parse(held)
}

/** What the server answers where it refuses: Kubernetes' Status, with the exit code and the remedy of the command line. */
export interface V1Status {
  readonly apiVersion: 'v1'
  readonly kind: 'Status'
  readonly metadata: Readonly<Record<string, never>>
  readonly status: 'Failure'
  readonly message: string
  readonly reason: string
  readonly code: number
  readonly details?: {
    readonly name?: string
    readonly group?: string
    readonly kind?: string
    readonly causes?: readonly StatusCause[]
    readonly retryAfterSeconds?: number
    readonly exit?: number
    readonly remedy?: string
  }
}
