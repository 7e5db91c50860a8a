import type { StatusCause } from './object-writes.ts'

// The wire format that the API's client and server share.

/** The largest request body that the server reads, in bytes (S12). */
export const MOST_BODY_BYTES = 3_000_000

/** The content type of a stream of JSON values, one per line. */
export const JSON_LINES = 'application/x-ndjson'

/**
 * The channels of an exec: `exit` carries the exit code as text, `error` a Status. The client sends frames too if the command has a
 * terminal: its input, an empty frame as its end, and `resize` with a TerminalSize as JSON.
 */
export const channels = { stdin: 0, stdout: 1, stderr: 2, exit: 3, error: 4, resize: 5 } as const

const HEAD = 5

/** Encodes a frame: channel (1 byte), length (4 bytes, big-endian), bytes. */
export function frame(channel: number, bytes: Uint8Array): Uint8Array {
  const framed = new Uint8Array(HEAD + bytes.length)
  framed[0] = channel
  new DataView(framed.buffer).setUint32(1, bytes.length)
  framed.set(bytes, HEAD)
  return framed
}

/** Decodes the frames of a stream, wherever the chunks were cut. Throws RangeError for a frame longer than `most`. */
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
    // Chunks are joined only when a whole frame is there, and frames are cut out without a copy. So many small chunks cost time in
    // proportion to their bytes (S12).
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

/** The length of the frame at the beginning, with its head; the length of a head while that is not complete. */
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

/** Decodes a stream of JSON values, one per line. Throws SyntaxError for a line that is not JSON. */
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

/** The body of an error response: a Kubernetes Status, extended by the command line's exit code and remedy. */
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
