import { deepEqual, equal } from 'node:assert/strict'
import { realClock } from '../../../clock/real.ts'
import { sleep } from '../../../clock/sleep.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { createWorkQueue, type WorkQueue } from '../../../controllers/runtime/work-queue.ts'

const FOREVER = { until: 1e9, steps: 1e6 }

interface Fixture {
  readonly queue: WorkQueue<string>
  readonly log: string[]
  readonly clock: ReturnType<typeof virtualClock>
  run(): Promise<unknown>
}

/** A queue whose work takes 10 ms and writes when it starts and ends. */
function aQueue(options: { concurrency?: number; isShut?: boolean; lane?: (key: string) => string } = {}): Fixture {
  const clock = virtualClock({ seed: 1 })
  const log: string[] = []
  const queue = createWorkQueue<string>({
    clock,
    concurrency: options.concurrency ?? 10,
    isShut: options.isShut ?? false,
    lane: options.lane ?? (() => ''),
    work: async (key) => {
      log.push(`+${key}`)
      await sleep(clock, 10)
      log.push(`-${key}`)
    },
  })
  return { queue, log, clock, run: () => clock.runUntilQuiet(FOREVER) }
}

describe('the work queue', () => {
  it('runs a key once however often it is added before its run', async () => {
    const { queue, log, run } = aQueue()
    for (let i = 0; i < 3; i++) queue.add('a')
    await run()
    deepEqual(log, ['+a', '-a'])
  })

  it('holds back what is added until it is opened, and names it meanwhile', async () => {
    const { queue, log, run } = aQueue({ isShut: true, lane: (key) => key })
    for (const key of ['a', 'b', 'a']) queue.add(key)
    await run()
    deepEqual([log, [...queue.keys()]], [[], ['a', 'b']])
    queue.open()
    queue.add('a')
    await run()
    deepEqual(log, ['+a', '+b', '-a', '-b'])
  })

  it('never runs in add: a burst is seen whole', () => {
    const { queue, log } = aQueue()
    queue.add('a')
    deepEqual(log, [])
  })

  it('runs a key again when it changed during its run, and never beside itself', async () => {
    const { queue, log, clock, run } = aQueue()
    queue.add('a')
    clock.after(5, () => {
      queue.add('a')
      queue.add('a')
    })
    await run()
    deepEqual(log, ['+a', '-a', '+a', '-a'])
  })

  it('lets requests have their turn where runs take long before they wait for anything', async () => {
    const log: string[] = []
    let ms = 0
    const queue = createWorkQueue<string>({
      clock: { ...realClock, steady: () => ms },
      concurrency: 10,
      lane: (key) => key.slice(0, 1),
      work: async (key) => {
        log.push(key)
        ms += 6
      },
    })
    for (const key of ['a1', 'a2', 'a3', 'b1', 'b2']) queue.add(key)
    setImmediate(() => log.push('request'))
    while (log.length < 6) await new Promise(setImmediate)
    deepEqual(log, ['a1', 'a2', 'request', 'a3', 'b1', 'b2'])
  })

  it('works as many keys of a lane at a time as it is told', async () => {
    const { queue, log, run } = aQueue({ concurrency: 2 })
    for (const key of ['a', 'b', 'c']) queue.add(key)
    await run()
    equal(log.slice(0, 2).join(''), '+a+b')
    equal(log.indexOf('+c') > Math.min(log.indexOf('-a'), log.indexOf('-b')), true)
  })

  it('lets a full lane hold up no other', async () => {
    const { queue, log, run } = aQueue({ concurrency: 1, lane: (key) => key[0] ?? '' })
    for (const key of ['a1', 'a2', 'a3', 'b1']) queue.add(key)
    await run()
    equal(log.indexOf('+b1') < log.indexOf('-a1'), true)
  })

  it('works a key in the lane that it has come to while it waited', async () => {
    const bound = new Set<string>()
    const { queue, log, run } = aQueue({ concurrency: 1, lane: (key) => (bound.has(key) ? key : '') })
    for (const key of ['a', 'b', 'c']) queue.add(key)
    for (const key of ['a', 'b', 'c']) bound.add(key)
    await run()
    deepEqual(log.slice(0, 3).sort(), ['+a', '+b', '+c'])
  })

  it('goes on with a lane whose last key at work goes on in another', async () => {
    const bound = new Set<string>()
    const { queue, log, clock, run } = aQueue({ concurrency: 1, lane: (key) => (bound.has(key) ? key : '') })
    queue.add('a')
    queue.add('b')
    clock.after(5, () => {
      bound.add('a')
      queue.add('a')
    })
    await run()
    deepEqual([...log].sort(), ['+a', '+a', '+b', '-a', '-a', '-b'])
  })

  it('starts nothing more once closed, and waits for what runs', async () => {
    const { queue, log, clock, run } = aQueue({ concurrency: 1 })
    queue.add('a')
    queue.add('b')
    let closed = false
    clock.after(5, () => void queue.close().then(() => (closed = true)))
    await run()
    deepEqual(log, ['+a', '-a'])
    equal(closed, true)
  })

  it('keeps its order and memory over many keys', async () => {
    const { queue, log, run } = aQueue({ concurrency: 1000 })
    for (let i = 0; i < 5000; i++) queue.add(String(i))
    await run()
    equal(log.filter((line) => line.startsWith('-')).length, 5000)
    deepEqual([...queue.keys()], [])
  })
})
