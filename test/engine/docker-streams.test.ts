import assert from 'node:assert/strict'
import { PassThrough, Readable } from 'node:stream'
import type { EngineEvent } from '../../engine/types/engine.ts'
import type { LogLine } from '../../engine/engine.ts'
import type { Progress } from '../../engine/types/progress.ts'
import { frameReader, readFrames } from '../../engine/docker/frames.ts'
import { readMessages } from '../../engine/docker/progress.ts'
import { lineSplitter } from '../../engine/docker/lines.ts'
import { until } from '../support/until.ts'
import { anyRun, type FakeHttpEngine, json, startFakeHttpEngine } from './fake-http-engine.ts'

const frame = (stream: number, text: string) => {
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
  header.writeUInt32BE(Buffer.byteLength(text), 4)
  return Buffer.concat([header, Buffer.from(text)])
}

/** Cuts bytes in pieces of `size`. */
const pieces = (bytes: Buffer, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))

describe('a stream of frames', () => {
  const bytes = Buffer.concat([frame(1, 'one\n'), frame(2, 'wrong\n'), frame(1, ''), frame(1, 'two\n')])
  for (const size of [1, 3, 7, 8, 9, 100]) {
    it(`is taken apart when it comes in pieces of ${size} bytes`, () => {
      const seen = { stdout: '', stderr: '' }
      const read = frameReader((stream, piece) => {
        seen[stream] += Buffer.from(piece)
      })
      for (const piece of pieces(bytes, size)) void read(piece)
      assert.deepEqual(seen, { stdout: 'one\ntwo\n', stderr: 'wrong\n' })
    })
  }

  for (const size of [1, 8, 100])
    it(`is broken off by what the engine says itself, in pieces of ${size} bytes`, () => {
      let seen = ''
      const read = frameReader((_, piece) => void (seen += Buffer.from(piece)))
      const all = pieces(Buffer.concat([frame(1, 'one\n'), frame(3, 'Error grabbing logs: EOF\n')]), size)
      assert.throws(() => all.forEach((piece) => void read(piece)), /^Error: Error grabbing logs: EOF$/)
      assert.equal(seen, 'one\n')
    })

  it('is plain text where a terminal made it', () => {
    let seen = ''
    const read = frameReader((stream, piece) => {
      seen += `${stream}:${Buffer.from(piece)};`
    })
    for (const text of ['hello\r\n', 'x']) void read(Buffer.from(text))
    assert.equal(seen, 'stdout:hello\r\n;stdout:x;')
  })
})

describe('a stream of frames that is read slowly', () => {
  const taker = () => {
    const taken: (() => void)[] = []
    const read = frameReader(() => new Promise<void>((resolve) => void taken.push(resolve)))
    return { taken, read }
  }

  it('gives no more while its reader is busy, and all in the end', async () => {
    const { taken, read } = taker()
    const stream = Readable.from(Array.from({ length: 5 }, () => frame(1, 'x')))
    let ended = false
    const reading = readFrames(stream, read).then(() => {
      ended = true
    })
    for (let count = 1; count <= 5; count++) {
      await until(`${count} were given`, () => taken.length >= count)
      await new Promise((resolve) => setImmediate(resolve))
      assert.deepEqual([taken.length, ended], [count, false])
      taken.at(-1)?.()
    }
    await reading
  })

  it('gives no more while the reader of either stream is busy, whichever comes last', async () => {
    let free = () => {}
    const seen: string[] = []
    const read = frameReader((stream) => {
      seen.push(stream)
      return stream === 'stdout' ? new Promise<void>((resolve) => void (free = resolve)) : undefined
    })
    const chunk = Buffer.concat([frame(1, 'x'), frame(2, 'y')])
    const reading = readFrames(Readable.from([chunk, chunk]), read)
    await until('the first were given', () => seen.length >= 2)
    await new Promise((resolve) => setImmediate(resolve))
    assert.deepEqual(seen, ['stdout', 'stderr'])
    free()
    await until('the next were given', () => seen.length === 4)
    free()
    await reading
  })

  it('ends with the connection though its reader is busy', async () => {
    const { taken, read } = taker()
    const stream = new PassThrough()
    const reading = readFrames(stream, read)
    stream.write(frame(1, 'x'))
    await until('one was given', () => taken.length > 0)
    stream.destroy()
    await assert.rejects(reading, /closed before its end/)
  })
})

describe('a stream of lines', () => {
  it('keeps characters whole that are cut in two', () => {
    for (const size of [1, 2, 3]) {
      const lines: string[] = []
      const split = lineSplitter((line) => lines.push(line))
      for (const piece of pieces(Buffer.from('äöü\r\n\n€ last'), size)) split.push(piece)
      split.end()
      assert.deepEqual(lines, ['äöü', '', '€ last'])
    }
  })

  it('tells what is wrong with a last line, though it has no end', async () => {
    for (const [text, error] of [
      ['{"status":"x"}\n{"error":"denied"}', /denied/],
      ['{"status":"x"}\n{"sta', /not JSON/],
    ] as const)
      await assert.rejects(
        readMessages(Readable.from([Buffer.from(text)]), () => {}),
        error,
      )
  })

  it('refuses a line over its bound, cuts it or leaves it out', () => {
    const refused = lineSplitter(() => {}, 10)
    assert.throws(() => refused.push(Buffer.from('x'.repeat(11))), /a line of more than 10 characters/)
    const lines: string[] = []
    const cut = lineSplitter((line) => lines.push(line), 10, 'cut')
    cut.push(Buffer.from('x'.repeat(11)))
    cut.push(Buffer.from('y\n'))
    assert.deepEqual(lines, ['x'.repeat(11), 'y'])
    const left = lineSplitter((line) => lines.push(line), 10, 'left out')
    for (const piece of ['xxxxxx sec', 'ret of many', ' words', '\nz', '\nlast of the long'])
      left.push(Buffer.from(piece))
    left.end()
    const word = '(a line of more than 10 characters)'
    assert.deepEqual(lines.slice(2), [word, 'z', word])
  })
})

describe('streams of the docker engine', () => {
  let fake: FakeHttpEngine
  beforeEach(async () => {
    fake = await startFakeHttpEngine()
  })
  afterEach(() => fake.close())

  it('logs come in lines, of both streams, with their timestamps', async () => {
    fake.answer = (_asked, response) => {
      for (const part of [frame(1, 'T1 a'), frame(2, 'T2 e\n'), frame(1, ' b\nT3 c')]) response.write(part)
      response.end()
    }
    const lines: LogLine[] = []
    await fake.engine.logs({ id: 'x', timestamps: true, onLine: (line) => void lines.push(line) }, anyRun)
    assert.deepEqual(lines, [
      { stream: 'stderr', timestamp: 'T2', text: 'e' },
      { stream: 'stdout', timestamp: 'T1', text: 'a b' },
      { stream: 'stdout', timestamp: 'T3', text: 'c' },
    ])
  })

  it('logs have a long line whole, and each piece of one that is cut with its timestamp', async () => {
    const time = '2026-01-02T03:04:05.678901234Z '
    fake.answer = (_asked, response) => {
      for (const text of [`${time}one `, `${time}two `, `${time}three\n`]) response.write(frame(1, text))
      for (let i = 0; i < 20; i++) response.write(frame(1, `${time}${'x'.repeat(16_384)}`))
      response.end(frame(1, `${time}\n`))
    }
    const lines: LogLine[] = []
    await fake.engine.logs({ id: 'x', timestamps: true, onLine: (line) => void lines.push(line) }, anyRun)
    assert.equal(lines[0]?.text, 'one two three')
    assert.deepEqual(
      lines.map(({ timestamp }) => timestamp),
      Array.from({ length: 3 }, () => time.trim()),
    )
    const long = lines.slice(1).map(({ text }) => text)
    assert.equal(long.join(''), 'x'.repeat(20 * 16_384))
  })

  it('logs are read no faster than their reader takes them, wherever a line is cut', async () => {
    const text = 'x'.repeat(1_000)
    const many = Array.from({ length: 4_000 }, () => frame(1, `${text}\n`))
    let sent = 0
    fake.answer = (_asked, response) => {
      const stream = Readable.from(many)
      stream.on('data', () => (sent += 1))
      stream.pipe(response)
    }
    let taken = 0
    let isFree = false
    const rooms: (() => void)[] = []
    const onLine = () => {
      taken += 1
      return isFree ? undefined : new Promise<void>((resolve) => void rooms.push(resolve))
    }
    const reading = fake.engine.logs({ id: 'x', onLine }, anyRun)
    await until('it stands still', () => taken > 0)
    const before = taken
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
    assert.equal(taken, before)
    assert.ok(sent < many.length, `${sent} were sent`)
    isFree = true
    for (const room of rooms) room()
    await reading
    assert.equal(taken, many.length)
  })

  it('a pull adds the bytes of its layers up', async () => {
    const messages = [
      { status: 'Pulling from library/a', id: '1' },
      { status: 'Downloading', id: 'l1', progressDetail: { current: 10, total: 100 } },
      { status: 'Downloading', id: 'l2', progressDetail: { current: 5, total: 50 } },
      { status: 'Download complete', id: 'l1' },
      { status: 'Status: Downloaded newer image' },
    ]
    fake.answer = (_asked, response) => void response.end(messages.map((m) => `${JSON.stringify(m)}\r\n`).join(''))
    const seen: Progress[] = []
    await fake.engine.pullImage({ image: 'a', onProgress: (progress) => seen.push(progress) }, anyRun)
    assert.deepEqual(
      seen.map(({ done, total }) => [done, total]),
      [
        [undefined, undefined],
        [10, 100],
        [15, 150],
        [105, 150],
        [105, 150],
      ],
    )
  })

  it('a pull names the layer that breaks off, and its registry, alike each time', async () => {
    const messages = (current: number) => [
      { status: 'Downloading', id: 'l1', progressDetail: { current: 100, total: 100 } },
      { status: 'Downloading', id: 'l2', progressDetail: { current, total: 4096 } },
      { status: 'Retrying in 5 seconds', id: 'l2' },
      { status: 'Retrying in 5 seconds', id: 'l3' },
      { error: 'unexpected EOF' },
    ]
    const seen: string[] = []
    for (const current of [2048, 1024]) {
      const sent = messages(current).map((m) => `${JSON.stringify(m)}\r\n`)
      fake.answer = (_asked, response) => void response.end(sent.join(''))
      const onProgress = ({ step }: Progress) => seen.push(step)
      await assert.rejects(fake.engine.pullImage({ image: 'r.example/a:1', onProgress }, anyRun), {
        code: 'Internal',
        detail: 'unexpected EOF; its layer l2 of 4 KiB did not come whole from r.example',
      })
    }
    assert.deepEqual(seen.slice(2, 4), [
      'Retrying in 5 seconds: of its layer l2 2 KiB of 4 KiB came from r.example',
      'Retrying in 5 seconds: of its layer l3 0 bytes of it came from r.example',
    ])
  })

  it('an inspect keeps no time that is no text, and no network that is nothing (S12)', async () => {
    const State = { Status: 'running', StartedAt: 3, FinishedAt: [] }
    const NetworkSettings = { Networks: { a: null, b: { NetworkID: 'n' }, c: 'x' } }
    const answer = { Id: 'x', State, Config: {}, HostConfig: {}, NetworkSettings }
    fake.answer = (_asked, response) => json(response, 200, answer)
    const found = await fake.engine.inspectContainer({ id: 'x' }, anyRun)
    assert.deepEqual([found.State.StartedAt, found.State.FinishedAt], ['', ''])
    assert.deepEqual(found.NetworkSettings.Networks, { b: { NetworkID: 'n' } })
  })

  it('a pull of more layers than any image has keeps count of no more of them (S12)', async () => {
    const layer = (id: string) =>
      `${JSON.stringify({ status: 'Downloading', id, progressDetail: { current: 1, total: 1 } })}\n`
    const layers = Array.from({ length: 5_000 }, (_, at) => layer(`l${at}`))
    fake.answer = (_asked, response) => void response.end([layer('x'.repeat(10_000)), ...layers].join(''))
    let last: Progress | undefined
    await fake.engine.pullImage({ image: 'a', onProgress: (progress) => (last = progress) }, anyRun)
    assert.equal(last?.total, 1_000)
  })

  it('a pull fails by the error in its stream, though the status was 200', async () => {
    fake.answer = (_asked, response) =>
      void response.end('{"status":"Pulling"}\n{"errorDetail":{"message":"manifest for a:1 not found"},"error":"x"}\n')
    await assert.rejects(fake.engine.pullImage({ image: 'a:1' }, anyRun), {
      code: 'NotFound',
      message: 'pull image a:1 on local: manifest for a:1 not found',
    })
  })

  it('events are told after the stream stands, across any cut, and its end is told once', async () => {
    const raw = {
      Type: 'container',
      Action: 'die',
      Actor: { ID: 'c1', Attributes: { exitCode: '3' } },
      time: 1,
      timeNano: 1_700_000_000_123_000_000,
    }
    let end = () => {}
    fake.answer = (_asked, response) => {
      const bytes = Buffer.from(`${JSON.stringify(raw)}\n{"Type":"plugin","Action":"x"}\n${JSON.stringify(raw)}\n`)
      for (const piece of pieces(bytes, 50)) response.write(piece)
      end = () => response.destroy()
    }
    const told: (string | EngineEvent)[] = []
    await new Promise<void>((resolve) => {
      fake.engine.watch({
        since: 1_500.7,
        onReady: () => told.push('ready'),
        onBroken: (error) => {
          told.push(error.message.replace(/ \(.*/, ''))
          resolve()
        },
        onEvent: (event) => {
          told.push(event)
          if (told.length === 3) end()
        },
      })
    })
    const event = { type: 'container', action: 'die', id: 'c1', attributes: { exitCode: '3' }, time: 1_700_000_000_123 }
    const broken = `watch events on local: the connection to unix://${fake.socket} broke`
    assert.deepEqual(told, ['ready', event, event, broken])
    const { searchParams } = new URL(fake.asked[0]?.url ?? '', 'http://x')
    assert.equal(searchParams.get('since'), '1.500')
    assert.ok(!searchParams.get('filters')?.includes('exec'))
  })

  it('events are asked for once: another process of the engine may answer the second time', async () => {
    fake.answer = (_asked, response) => response.destroy()
    const error = await new Promise<Error>((resolve) => {
      fake.engine.watch({ onReady: () => {}, onBroken: resolve, onEvent: () => {} })
    })
    assert.match(error.message, /^watch events on local: the connection to .* broke/)
    assert.equal(fake.asked.filter(({ url }) => url?.includes('/events')).length, 1)
  })

  it('events of no time that there is break the stream', async () => {
    const raw = { Type: 'container', Action: 'die', Actor: { ID: 'c1' }, time: 1e18 }
    fake.answer = (_asked, response) => void response.write(`${JSON.stringify(raw)}\n`)
    const error = await new Promise<Error>((resolve, reject) => {
      fake.engine.watch({ onReady: () => {}, onBroken: resolve, onEvent: () => reject(new Error('told')) })
    })
    assert.match(error.message, /^watch events on local: the engine answered an event of 1e\+21 ms since 1970/)
  })

  it('a cancelled watch says nothing more', async () => {
    const told: string[] = []
    await new Promise<void>((resolve) => {
      fake.answer = (_asked, response) => void response.on('close', resolve).writeHead(200).flushHeaders()
      const cancel = fake.engine.watch({
        onReady: () => cancel(),
        onBroken: () => told.push('broken'),
        onEvent: () => told.push('event'),
      })
    })
    assert.deepEqual(told, [])
  })
})
