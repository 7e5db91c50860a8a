import { LONGEST_BODY_MS } from './body.ts'
import { Refusal } from './refusal.ts'

const LONGEST_HEAD = 1_000_000

/** The first line of a body, and what came after it. Refuses one that is too long, or that is not there in time (S12). */
export async function readHead(
  chunks: AsyncIterator<Buffer>,
  patienceMs = LONGEST_BODY_MS,
): Promise<{ head: string; rest: Uint8Array }> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const slow = `the first line of the body did not come within ${patienceMs / 1_000} s`
    timer = setTimeout(() => reject(new Refusal(408, 'Timeout', slow)), patienceMs)
  })
  try {
    return await firstLine(() => Promise.race([chunks.next(), late]))
  } finally {
    clearTimeout(timer)
  }
}

async function firstLine(next: () => Promise<IteratorResult<Buffer>>): Promise<{ head: string; rest: Uint8Array }> {
  const held: Buffer[] = []
  let size = 0
  for (let came = await next(); !came.done; came = await next()) {
    const end = came.value.indexOf('\n')
    if (end >= 0) return { head: textOf([...held, came.value.subarray(0, end)]), rest: came.value.subarray(end + 1) }
    held.push(came.value)
    size += came.value.length
    if (size > LONGEST_HEAD) throw new Refusal(413, 'RequestEntityTooLarge', 'the first line is too long')
  }
  return { head: textOf(held), rest: Buffer.alloc(0) }
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8')
}

/** What came after the head, and all that comes. */
export async function* inputOf(first: Uint8Array, chunks: AsyncIterator<Buffer>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
}
