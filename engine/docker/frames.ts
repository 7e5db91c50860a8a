import type { Readable } from 'node:stream'

export type OutputStream = 'stdout' | 'stderr'

const headerLength = 8

/**
 * Takes apart what a container without a terminal prints: frames of one byte for the stream, three zeros, four bytes of
 * length. What does not begin so comes from a terminal and is all `stdout`. Frames are handed over in pieces, as they come.
 */
export function frameReader(onOutput: (stream: OutputStream, bytes: Uint8Array) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0)
  let stream: OutputStream = 'stdout'
  let left = 0
  let mode: 'unknown' | 'frames' | 'raw' = 'unknown'
  return (chunk) => {
    let rest = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    held = Buffer.alloc(0)
    while (rest.length > 0) {
      if (mode === 'unknown' && !couldBeHeader(rest)) mode = 'raw'
      if (mode === 'raw') return onOutput('stdout', rest)
      if (left === 0) {
        if (rest.length < headerLength) {
          held = rest
          return
        }
        mode = 'frames'
        stream = rest[0] === 2 ? 'stderr' : 'stdout'
        left = rest.readUInt32BE(4)
        rest = rest.subarray(headerLength)
        continue
      }
      const piece = rest.subarray(0, left)
      left -= piece.length
      rest = rest.subarray(piece.length)
      onOutput(stream, piece)
    }
  }
}

function couldBeHeader(bytes: Buffer): boolean {
  const [first = 0, ...zeros] = bytes.subarray(0, 4)
  return first <= 2 && zeros.every((byte) => byte === 0)
}

/** Feeds `reader` until the stream has ended whole. */
export function readFrames(stream: Readable, reader: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      try {
        reader(chunk)
      } catch (error) {
        stream.destroy(error instanceof Error ? error : new Error(String(error)))
      }
    })
    stream.on('end', resolve)
    stream.on('error', reject)
    stream.on('close', () => reject(new Error('the stream was closed before its end')))
  })
}
