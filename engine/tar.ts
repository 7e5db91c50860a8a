/** One entry of a tar archive. */
export interface TarEntry {
  readonly name: string
  readonly type: 'file' | 'directory' | 'link'
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly bytes: Uint8Array
}

const block = 512
const text = new TextDecoder()

/** Reads a whole archive synchronously (ustar, with GNU and pax long names). Throws where it is damaged (S12). */
export function readTar(tar: Uint8Array): TarEntry[] {
  const entries: TarEntry[] = []
  let longName: string | undefined
  for (let at = 0; at + block <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + block)
    const size = octal(header, 124, 12)
    if (!(size >= 0)) throw new Error(`the archive is damaged: the entry at byte ${at} has no size`)
    const bytes = tar.slice(at + block, at + block + size)
    const type = String.fromCharCode(header[156] ?? 0)
    at += block + Math.ceil(size / block) * block
    if (type === 'L') longName = string(bytes, 0, bytes.length)
    else if (type === 'x') longName = paxPath(bytes) ?? longName
    else if (type !== 'g') {
      entries.push({ ...attributesOf(header), name: longName ?? nameOf(header), type: typeOf(type), bytes })
      longName = undefined
    }
  }
  return entries
}

/** Writes an archive; names must be at most 100 bytes. */
export function writeTar(entries: readonly TarEntry[]): Uint8Array {
  const parts: Uint8Array[] = []
  for (const entry of entries) {
    parts.push(headerOf(entry), entry.bytes, new Uint8Array((block - (entry.bytes.length % block)) % block))
  }
  return new Uint8Array(Buffer.concat([...parts, new Uint8Array(2 * block)]))
}

function attributesOf(header: Uint8Array) {
  return { mode: octal(header, 100, 8), uid: octal(header, 108, 8), gid: octal(header, 116, 8) }
}

function typeOf(flag: string): TarEntry['type'] {
  if (flag === '5') return 'directory'
  return flag === '1' || flag === '2' ? 'link' : 'file'
}

function nameOf(header: Uint8Array): string {
  const prefix = string(header, 257, 5) === 'ustar' ? string(header, 345, 155) : ''
  return prefix === '' ? string(header, 0, 100) : `${prefix}/${string(header, 0, 100)}`
}

function paxPath(bytes: Uint8Array): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text.decode(bytes))?.[1]
}

function string(bytes: Uint8Array, start: number, length: number): string {
  const part = bytes.subarray(start, start + length)
  const end = part.indexOf(0)
  return text.decode(end < 0 ? part : part.subarray(0, end))
}

function octal(bytes: Uint8Array, start: number, length: number): number {
  return Number.parseInt(string(bytes, start, length).trim() || '0', 8)
}

function headerOf(entry: TarEntry): Uint8Array {
  const header = Buffer.alloc(block)
  header.write(entry.name, 0, 100)
  header.write(`${entry.mode.toString(8).padStart(7, '0')}\0`, 100)
  header.write(`${entry.uid.toString(8).padStart(7, '0')}\0`, 108)
  header.write(`${entry.gid.toString(8).padStart(7, '0')}\0`, 116)
  header.write(`${entry.bytes.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write(`${'0'.repeat(11)}\0`, 136)
  header.write(' '.repeat(8), 148)
  header.write(entry.type === 'directory' ? '5' : '0', 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}
