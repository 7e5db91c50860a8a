import { deepEqual, equal, rejects } from 'node:assert/strict'
import { inputOf, readHead } from '../../../api/server/head.ts'

describe('the first line of a body', () => {
  for (const [sent, head, rest] of [
    [['{"a":1}\nab', 'c'], '{"a":1}', 'abc'],
    [['{"a"', ':1}', '\n', 'abc'], '{"a":1}', 'abc'],
    [['{"a":1}'], '{"a":1}', ''],
    [['\n\n'], '', '\n'],
    [[], '', ''],
  ] as const)
    it(`is told from the rest of ${JSON.stringify(sent)}`, async () => {
      const chunks = iterated(sent)
      const read = await readHead(chunks)
      const input: Uint8Array[] = []
      for await (const chunk of inputOf(read.rest, chunks)) input.push(chunk)
      deepEqual([read.head, Buffer.concat(input).toString()], [head, rest])
    })

  it('is not waited for without end (S12)', async () => {
    const never = { next: () => new Promise<never>(() => undefined) }
    await rejects(readHead(never, 5), { code: 408, message: 'the first line of the body did not come within 0.005 s' })
  })

  it('is not waited for without end where it comes by drops (S12)', async () => {
    const drops = { next: () => new Promise<IteratorResult<Buffer>>((resolve) => setImmediate(resolve, drop)) }
    const drop = { done: false as const, value: Buffer.from(' ') }
    await rejects(readHead(drops, 5), { code: 408 })
  })

  it('costs what it is long, and is refused over 1 MB (S12)', async () => {
    const many = (count: number) => iterated(Array.from({ length: count }, () => '12345'))
    equal((await readHead(many(200_000))).head.length, 1_000_000)
    await rejects(readHead(many(200_001)), { code: 413 })
  }).timeout(10_000)
})

function iterated(texts: readonly string[]): AsyncIterator<Buffer> {
  const chunks = texts.map((text) => Buffer.from(text)).values()
  return { next: async () => chunks.next() }
}
