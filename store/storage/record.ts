import { crc32 } from 'node:zlib'
import type { Json } from './storage.ts'

/**
 * Encodes one line of a log or snapshot: the length of the JSON in bytes, its CRC-32, and the JSON. The reader can thus detect a damaged
 * line.
 */
export function encodeRecord(json: string): Buffer {
  const head = `${Buffer.byteLength(json)} ${crc32(json).toString(16).padStart(8, '0')} `
  return Buffer.from(`${head}${json}\n`)
}

/** How far a file is readable. */
export interface Scan {
  /** The end of the last whole record before the first damage. */
  readonly good: number
  /** Whether a whole record follows the damage: then it is not a torn end but a hole. */
  readonly hole: boolean
}

/** Calls `onRecord` for every record up to the first damaged one. */
export function scanRecords(bytes: Uint8Array, onRecord: (value: Json, offset: number) => void): Scan {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let offset = 0
  while (offset < buffer.length) {
    const end = lineEnd(buffer, offset)
    const value = decodeLine(buffer, offset, end)
    if (value === undefined) return { good: offset, hole: recordAfter(buffer, offset) }
    onRecord(value, offset)
    offset = end
  }
  return { good: offset, hole: false }
}

/**
 * Whether a whole record follows. It looks after each newline, and after the stated length of a record, as the newline itself may be
 * damaged.
 */
function recordAfter(buffer: Buffer, from: number): boolean {
  for (let offset = from; offset < buffer.length; offset = lineEnd(buffer, offset)) {
    const next = [offset, offset + lengthSaid(buffer, offset)]
    if (next.some((start) => decodeLine(buffer, start, lineEnd(buffer, start)) !== undefined)) return true
  }
  return false
}

function lengthSaid(buffer: Buffer, start: number): number {
  const head = headOf(buffer, start)
  return head === undefined ? 0 : head.bytes + head.body + 1
}

function lineEnd(buffer: Buffer, offset: number): number {
  const newline = buffer.indexOf(10, offset)
  return newline === -1 ? buffer.length : newline + 1
}

const longestHead = 24

/** Decodes a line; undefined when it is damaged or has no newline. */
function decodeLine(buffer: Buffer, start: number, end: number): Json | undefined {
  if (buffer[end - 1] !== 10) return undefined
  const head = headOf(buffer, start)
  if (head === undefined) return undefined
  const body = buffer.subarray(start + head.bytes, end - 1)
  return body.length === head.body && crc32(body) === head.crc ? parse(body) : undefined
}

interface Head {
  /** The length of the head itself. */
  readonly bytes: number
  /** The length of the JSON after it. */
  readonly body: number
  readonly crc: number
}

function headOf(buffer: Buffer, start: number): Head | undefined {
  const found = /^(\d+) ([0-9a-f]{8}) /.exec(buffer.toString('latin1', start, start + longestHead))
  if (found === null) return undefined
  return { bytes: found[0].length, body: Number(found[1]), crc: Number.parseInt(found[2] ?? '', 16) }
}

function parse(body: Buffer): Json | undefined {
  try {
    return JSON.parse(body.toString()) as Json
  } catch {
    return undefined
  }
}
