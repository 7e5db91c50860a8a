import type { Readable } from 'node:stream'
import { asError } from '../../api/v1/language/caught-error.ts'
import { StatusError } from './errors.ts'

export type OutputStream = 'stdout' | 'stderr'

/** Takes a part of a stream; while an answered promise is pending no more is to come. */
type Taker<A extends unknown[]> = (...part: A) => void | Promise<void>

const headerLength = 8
/** Of the engine itself, in the place of what a container prints: what it met on the way. */
const ENGINE_ERROR = 3
const errorLimit = 64 * 1024

/**
 * Takes apart what a container without a terminal prints: frames of one byte for the stream, three zeros, four bytes of
 * length. What does not begin so comes from a terminal and is all `stdout`. Frames are handed over in pieces, as they come;
 * a promise that was answered to the last piece of a chunk is answered for the chunk. What the engine itself says among
 * them, as that it can't read the log any further, is thrown.
 */
export function frameReader(onOutput: Taker<[OutputStream, Uint8Array]>): Taker<[Buffer]> {
  let held: Buffer = Buffer.alloc(0)
  let source = 0
  let left = 0
  let said = ''
  let mode: 'unknown' | 'frames' | 'raw' = 'unknown'
  return (chunk) => {
    let rest = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    held = Buffer.alloc(0)
    let room: void | Promise<void> = undefined
    while (rest.length > 0) {
      if (mode === 'unknown' && !couldBeHeader(rest)) mode = 'raw'
      if (mode === 'raw') return onOutput('stdout', rest)
      if (left === 0) {
        if (rest.length < headerLength) {
          held = rest
          break
        }
        mode = 'frames'
        source = rest[0] ?? 0
        left = rest.readUInt32BE(4)
        rest = rest.subarray(headerLength)
        continue
      }
      const piece = rest.subarray(0, left)
      left -= piece.length
      rest = rest.subarray(piece.length)
      if (source !== ENGINE_ERROR) room = onOutput(source === 2 ? 'stderr' : 'stdout', piece)
      else if (left === 0 || said.length > errorLimit) throw new StatusError(500, `${said}${piece}`.trim())
      else said += piece
    }
    return room
  }
}

function couldBeHeader(bytes: Buffer): boolean {
  const [first = 0, ...zeros] = bytes.subarray(0, 4)
  return first <= ENGINE_ERROR && zeros.every((byte) => byte === 0)
}

/** Feeds `reader` until the stream has ended whole, as fast as it takes it. */
export function readFrames(stream: Readable, reader: Taker<[Buffer]>): Promise<void> {
  const fail = (error: unknown) => void stream.destroy(asError(error))
  return new Promise((resolve, reject) => {
    let room: void | Promise<void> = undefined
    stream.on('data', (chunk: Buffer) => {
      try {
        room = reader(chunk)
        if (!room) return
        stream.pause()
        room.then(() => void stream.resume(), fail)
      } catch (error) {
        fail(error)
      }
    })
    // A stream ends though it is paused, when nothing is left in it.
    stream.on('end', () => resolve(room))
    stream.on('error', reject)
    stream.on('close', () => reject(new Error('the stream was closed before its end')))
  })
}
