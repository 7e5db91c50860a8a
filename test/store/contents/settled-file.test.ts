import { equal, match } from 'node:assert/strict'
import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../../clock/clock.ts'
import { type Missing, readSettled } from '../../../store/contents/settled-file.ts'

describe('the bytes of a file that people write', () => {
  let dir = ''
  let file = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'settled-'))
    file = join(dir, 'password')
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  const START = 1_700_000_000_000

  /** A clock that is moved on by waits alone, and what happens at each; files are written at its time. */
  function ticking(steps: readonly (() => void)[] = []) {
    let now = START
    const left = [...steps]
    const waits: number[] = []
    const clock: Clock = {
      now: () => now,
      steady: () => now,
      after(ms, run) {
        now += ms
        waits.push(ms)
        left.shift()?.()
        queueMicrotask(run)
        return () => undefined
      },
    }
    const write = (text: string, ago = 0) => {
      writeFileSync(file, text)
      touch(ago)
    }
    const touch = (ago = 0) => utimesSync(file, (now - ago) / 1000, (now - ago) / 1000)
    return { clock, waits, write, touch }
  }

  const read = async (clock: Clock) => textOf(await readSettled(file, { clock, quietMs: 150, emptyMs: 5_000 }))

  it('count at once where nobody wrote to it lately', async () => {
    const { clock, waits, write } = ticking()
    write('hunter2', 150)
    equal(await read(clock), 'hunter2')
    equal(waits.length, 0)
  })

  it('count when nobody wrote to it for a while: no half is taken for the whole', async () => {
    const grow = () => {
      appendFileSync(file, 'er2')
      time.touch(10)
    }
    const time = ticking([grow])
    time.write('hunt', 100)
    equal(await read(time.clock), 'hunter2')
    equal(time.waits.join(), '50,140')
  })

  it('are waited for longer where there are none yet', async () => {
    const time = ticking([() => time.write('hunter2', 1_000)])
    time.write('', 200)
    equal(await read(time.clock), 'hunter2')
    equal(time.waits.join(), '4800')
  })

  it('are none where it stays empty', async () => {
    const { clock, write } = ticking()
    write('', 5_000)
    equal(await read(clock), '')
  })

  it('count where its time is one to come', async () => {
    const { clock, write } = ticking()
    write('hunter2', -60_000)
    equal(await read(clock), 'hunter2')
  })

  it('are not to be had where it is written to all the time', async () => {
    const time = ticking(Array.from({ length: 200 }, () => () => time.touch()))
    time.write('hunter2')
    match(await read(time.clock), /password is written to all the time/)
  })
})

function textOf(found: Uint8Array | Missing): string {
  return found instanceof Uint8Array ? Buffer.from(found).toString() : found.because
}
