import { deepEqual, equal, rejects } from 'node:assert/strict'
import { channels, frame, framesOf } from '../../../api/v1/installation/wire.ts'

describe('frames of a stream', () => {
  const { stdin, resize } = channels
  const sent = [
    { channel: stdin, text: 'ls\n' },
    { channel: resize, text: '{}' },
    { channel: stdin, text: '' },
    { channel: stdin, text: 'x'.repeat(300) },
  ]
  const whole = Buffer.concat(sent.map(({ channel, text }) => frame(channel, Buffer.from(text))))

  for (const size of [1, 2, 4, 5, 6, 7, 100, 10_000])
    it(`are the same in chunks of ${size}`, async () => {
      const got: { channel: number; text: string }[] = []
      for await (const { channel, bytes } of framesOf(chunksOf(whole, size)))
        got.push({ channel, text: Buffer.from(bytes).toString() })
      deepEqual(got, sent)
    })

  for (const { what, bytes, size, count } of [
    { what: 'very many that are empty', bytes: Buffer.alloc(2_000_000), size: 2_000_000, count: 400_000 },
    { what: 'one in very many chunks', bytes: frame(stdin, Buffer.alloc(1_000_000)), size: 2, count: 1 },
  ])
    it(`cost what they are long: ${what} (S12)`, async () => {
      let seen = 0
      for await (const each of framesOf(chunksOf(bytes, size))) seen += each.channel === stdin ? 1 : 0
      equal(seen, count)
    }).timeout(10_000)

  it('are refused when they are too long, before they are there', async () => {
    const frames = framesOf(chunksOf(frame(stdin, Buffer.alloc(20)), 5), 24)
    await rejects(frames.next(), /a frame of 25 bytes is too long/)
  })
})

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
