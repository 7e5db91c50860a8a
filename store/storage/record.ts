import { crc32 } from 'node:zlib'
import type { Json } from './storage.ts'

/** One line of a log or snapshot: the length of the JSON in bytes, its CRC-32, the JSON. A damaged line is told from a whole one. */
export function encodeRecord(json: string): Buffer {
  const head = `${Buffer.byteLength(json)} ${crc32(json).toString(16).padStart(8, '0')} `
  return Buffer.from(`${head}${json}\n`)
}

/** How far a file could be read. */
export interface Scan {
  /** The offset after the last record before the first damage. */
  readonly good: number
  /** Whether a whole record stands after the damage: then it is no torn end, but a hole. */
  readonly hole: boolean
}

/** Hands every record to `onRecord` up to the first damaged one. */
export function scanRecords(bytes: Uint8Array, onRecord: (value: Json, offset: number) => void): Scan {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let offset = 0
  while (offset < buffer.length) {
    const end = lineEnd(buffer, offset)
    const value = decodeLine(buffer, offset, end)
    if (value === undefined) return { good: offset, hole: recordAfter(buffer, end) }
    onRecord(value, offset)
    offset = end
  }
  return { good: offset, hole: false }
}

function recordAfter(buffer: Buffer, from: number): boolean {
  for (let offset = from; offset < buffer.length; offset = lineEnd(buffer, offset)) {
    if (decodeLine(buffer, offset, lineEnd(buffer, offset)) !== undefined) return true
  }
  return false
}

function lineEnd(buffer: Buffer, offset: number): number {
  const newline = buffer.indexOf(10, offset)
  return newline === -1 ? buffer.length : newline + 1
}

const longestHead = 24

/** The record of a line; undefined when it is damaged or has no newline. */
function decodeLine(buffer: Buffer, start: number, end: number): Json | undefined {
  if (buffer[end - 1] !== 10) return undefined
  const head = /^(\d+) ([0-9a-f]{8}) /.exec(buffer.toString('latin1', start, Math.min(end, start + longestHead)))
  if (head === null) return undefined
  const body = buffer.subarray(start + head[0].length, end - 1)
  if (body.length !== Number(head[1]) || crc32(body) !== Number.parseInt(head[2] ?? '', 16)) return undefined
  return parse(body)
}

function parse(body: Buffer): Json | undefined {
  try {
    return JSON.parse(body.toString()) as Json
  } catch {
    return undefined
  }
}
