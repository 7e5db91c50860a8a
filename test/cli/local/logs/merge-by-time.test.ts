import { deepEqual, equal, rejects } from 'node:assert/strict'
import { mergeByTime, type Merged } from '../../../../cli/local/logs/merge-by-time.ts'
import type { Clock } from '../../../../clock/clock.ts'

interface Entry {
  readonly at: number
  readonly of: string
  readonly size?: number
}

/** A clock that is told to go on. */
function handClock(): Clock & { pass(ms: number): void } {
  let now = 0
  let timers: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    steady: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => void (timers = timers.filter((each) => each !== timer))
    },
    pass(ms) {
      now += ms
      const due = timers.filter(({ at }) => at <= now)
      timers = timers.filter(({ at }) => at > now)
      for (const { run } of due) run()
    },
  }
}

/** Lets everything that is ready happen. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('logs that are merged by time', () => {
  const begin = (quietMs?: number, most = 1_000) => {
    const clock = handClock()
    const before = (a: Entry, b: Entry) => a.at < b.at
    const bound = { most, sizeOf: ({ size = 1 }: Entry) => size }
    const merged = mergeByTime<Entry>({ clock, before, ...bound, ...(quietMs === undefined ? {} : { quietMs }) })
    return { clock, merged }
  }
  const read = (merged: Merged<Entry>) => {
    const seen: string[] = []
    const over = (async () => {
      for await (const { at, of } of merged) seen.push(`${of}${at}`)
    })()
    return { seen, over }
  }

  it('come in order, however the sources come', async () => {
    const { merged } = begin()
    const [a, b] = [merged.open(), merged.open()]
    const { seen, over } = read(merged)
    for (const at of [1, 4, 5]) void a.push({ at, of: 'a' })
    await settle()
    deepEqual(seen, [])
    for (const at of [2, 3, 6]) void b.push({ at, of: 'b' })
    await settle()
    deepEqual(seen, ['a1', 'b2', 'b3', 'a4', 'a5'])
    a.end()
    b.end()
    await settle()
    deepEqual(seen.slice(5), ['b6'])
    merged.end()
    await over
  })

  it('of one moment come as their source has them', async () => {
    const { merged } = begin()
    const [a, b] = [merged.open(), merged.open()]
    for (const of of ['a', 'A']) void a.push({ at: 1, of })
    void b.push({ at: 1, of: 'b' })
    for (const lane of [a, b]) lane.end()
    merged.end()
    const { seen, over } = read(merged)
    await over
    deepEqual(seen, ['a1', 'A1', 'b1'])
  })

  it('wait for a source that is quiet for so long and no longer', async () => {
    const { clock, merged } = begin(100)
    const [a, b] = [merged.open(), merged.open()]
    const { seen } = read(merged)
    for (const lane of [a, b]) lane.begin()
    void a.push({ at: 1, of: 'a' })
    clock.pass(99)
    await settle()
    deepEqual(seen, [])
    clock.pass(1)
    await settle()
    deepEqual(seen, ['a1'])
    // It is waited for no more until it says something.
    void a.push({ at: 2, of: 'a' })
    await settle()
    deepEqual(seen, ['a1', 'a2'])
  })

  it('wait longer for a source that has not begun', async () => {
    const { clock, merged } = begin(100)
    const [a, b] = [merged.open(), merged.open()]
    const { seen } = read(merged)
    void a.push({ at: 2, of: 'a' })
    clock.pass(1_000)
    await settle()
    deepEqual(seen, [])
    b.begin()
    void b.push({ at: 1, of: 'b' })
    await settle()
    deepEqual(seen, ['b1'])
    clock.pass(100)
    await settle()
    deepEqual(seen, ['b1', 'a2'])
  })

  it('hold a source up while they are not taken, and no longer', async () => {
    const { merged } = begin(100, 4)
    const a = merged.open()
    const rooms = [1, 2, 3, 4].map((at) => a.push({ at, of: 'a' }))
    deepEqual(
      rooms.map((room) => room instanceof Promise),
      [false, false, false, true],
    )
    const taken = merged[Symbol.asyncIterator]()
    let isFree = false
    void rooms[3]?.then(() => (isFree = true))
    await taken.next()
    await settle()
    equal(isFree, false)
    await taken.next()
    await settle()
    equal(isFree, true)
  })

  it('hold a source up by how much it holds, and take one value at least', async () => {
    const { merged } = begin(100, 4)
    const a = merged.open()
    const rooms = [9, 1].map((size, at) => a.push({ at, of: 'a', size }))
    deepEqual(
      rooms.map((room) => room instanceof Promise),
      [true, true],
    )
    await merged[Symbol.asyncIterator]().next()
    await Promise.all(rooms)
    const more = [1, 1, 2].map((size, at) => a.push({ at, of: 'a', size }))
    deepEqual(
      more.map((room) => room instanceof Promise),
      [false, false, true],
    )
  })

  it('let everybody go when nobody reads them any more', async () => {
    const { merged } = begin(100, 1)
    const room = merged.open().push({ at: 1, of: 'a' })
    for await (const _ of merged) break
    await room
    equal(merged.open().push({ at: 2, of: 'a' }), undefined)
  })

  it('end with what one of them fails with', async () => {
    const { merged } = begin()
    merged.open()
    const { over } = read(merged)
    merged.fail(new Error('the engine is gone'))
    await rejects(over, /the engine is gone/)
  })
})
