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
  let held: Uint8Array[] = []
  let size = 0
  let wanted = HEAD
  for await (const chunk of chunks) {
    held.push(chunk)
    size += chunk.length
    // Joined once it is worth it, and cut without a copy: who sends many small ones costs what they are long (S12).
    if (size < wanted) continue
    let bytes = joined(held, size)
    for (wanted = frameLength(bytes, most); wanted <= bytes.length; wanted = frameLength(bytes, most)) {
      yield { channel: bytes[0] ?? 0, bytes: bytes.subarray(HEAD, wanted) }
      bytes = bytes.subarray(wanted)
    }
    held = [bytes]
    size = bytes.length
  }
}

/** How long the frame is that begins here, as far as that is known. */
function frameLength(bytes: Uint8Array, most: number): number {
  if (bytes.length < HEAD) return HEAD
  const length = HEAD + new DataView(bytes.buffer, bytes.byteOffset).getUint32(1)
  if (length > most) throw new RangeError(`a frame of ${length} bytes is too long`)
  return length
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = pieces
  if (only && pieces.length === 1) return only
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
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
