import { Refusal } from './refusal.ts'

const LONGEST_HEAD = 1_000_000

/** The first line of a body, and what came after it. */
export async function readHead(chunks: AsyncIterator<Buffer>): Promise<{ head: string; rest: Uint8Array }> {
  let held = Buffer.alloc(0)
  for (;;) {
    const end = held.indexOf('\n')
    if (end >= 0) return { head: held.subarray(0, end).toString('utf8'), rest: held.subarray(end + 1) }
    if (held.length > LONGEST_HEAD) throw new Refusal(413, 'RequestEntityTooLarge', 'the first line is too long')
    const next = await chunks.next()
    if (next.done) return { head: held.toString('utf8'), rest: Buffer.alloc(0) }
    held = Buffer.concat([held, next.value])
  }
}

/** What came after the head, and all that comes. */
export async function* inputOf(first: Uint8Array, chunks: AsyncIterator<Buffer>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
}
