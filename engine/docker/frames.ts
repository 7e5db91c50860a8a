import type { Readable } from 'node:stream'
import { asError } from '../../api/v1/language/caught-error.ts'
import { StatusError } from './refusals.ts'

export type OutputStream = 'stdout' | 'stderr'

/** Consumes a part of a stream; if it returns a promise, no more is read until that resolves. */
type Taker<A extends unknown[]> = (...part: A) => void | Promise<void>

const headerLength = 8
/** The stream number of the engine's own errors within a container's output. */
const ENGINE_ERROR = 3
const errorLimit = 64 * 1024

/**
 * Demultiplexes the output of a container without a terminal: frames of one byte for the stream, three zeros, and four bytes of length.
 * Other data comes from a terminal and is all `stdout`. Frames are passed on in pieces as they arrive; the promise for a chunk is that of
 * its last piece that has one. An error of the engine within the stream, for example that it can't read the log, is thrown.
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
      if (source !== ENGINE_ERROR) room = onOutput(source === 2 ? 'stderr' : 'stdout', piece) ?? room
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

/** Feeds `reader` with a stream to its end, with backpressure. */
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
    // A paused stream still ends when it is empty.
    stream.on('end', () => resolve(room))
    stream.on('error', reject)
    stream.on('close', () => reject(new Error('the stream was closed before its end')))
  })
}
