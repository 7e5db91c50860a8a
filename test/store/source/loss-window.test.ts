import { deepEqual } from 'node:assert/strict'
import { createRealClock } from '../../../clock/real.ts'
import type { Source } from '../../../store/source/source.ts'
import { createWorld, service } from './world.ts'

/** A watched tree of twelve services, on a machine whose time can be set. */
async function watched() {
  const world = createWorld()
  const { clock, files, pass } = world
  for (let index = 0; index < 12; index += 1) files.write(`/srv/s${index}.yaml`, service(`s${index}`))
  let stepped = 0
  const { steady, after } = clock
  /** As each process begins with the time that is set then. */
  const start = () => {
    const { now } = createRealClock(() => clock.now() + stepped, steady)
    return world.start(['/srv'], { clock: { now, steady, after } })
  }
  const source = start()
  await pass(1_000)
  return {
    source,
    pass,
    /** Sets the machine's time forward, or back. */
    step: (ms: number) => {
      stepped += ms
    },
    /** Ends the process, and starts another after a while. */
    async restart(running: Source, downMs = 1_000) {
      const closed = running.close()
      await pass(10)
      await closed
      await pass(downMs)
      const next = start()
      await pass(1_000)
      return next
    },
    async remove(from: number, to: number) {
      for (let index = from; index < to; index += 1) files.remove(`/srv/s${index}.yaml`)
      await pass(10_000)
    },
    async bringBack(from: number, to: number) {
      for (let index = from; index < to; index += 1) files.write(`/srv/s${index}.yaml`, service(`s${index}`))
      await pass(10_000)
    },
    /** Brings three back and removes three others, and reads that once. */
    async swap() {
      for (let index = 0; index < 3; index += 1) files.write(`/srv/s${index}.yaml`, service(`s${index}`))
      for (let index = 3; index < 6; index += 1) files.remove(`/srv/s${index}.yaml`)
      await pass(1_000)
    },
    standing: () => [world.services().length, world.holds().length],
  }
}

const MINUTE = 60_000
const DAY = 1_440 * MINUTE

describe('the window that losses add up over (S3)', () => {
  for (const { it: sentence, ms } of [
    { it: 'set forward by an hour', ms: 60 * MINUTE },
    { it: 'set back by two days', ms: -2 * DAY },
  ]) {
    for (const [what, minutes, stands] of [
      ['lasts as long', 9, [9, 1]],
      ['ends as ever', 10, [6, 0]],
    ] as const)
      it(`${what} where the machine's time is ${sentence} meanwhile`, async () => {
        const { remove, step, standing, pass } = await watched()
        await remove(0, 3)
        step(ms)
        await pass(minutes * MINUTE)
        await remove(3, 6)
        deepEqual(standing(), stands)
      })

    it(`goes on after a restart where the machine's time was ${sentence} before it`, async () => {
      const { remove, step, standing, pass, source, restart } = await watched()
      await remove(0, 3)
      step(ms)
      await pass(2 * MINUTE)
      await restart(source)
      await remove(3, 6)
      deepEqual(standing(), [9, 1])
    })
  }

  it('does not count what came back meanwhile', async () => {
    const { remove, bringBack, standing } = await watched()
    await remove(0, 3)
    await bringBack(0, 3)
    await remove(3, 6)
    deepEqual(standing(), [9, 0])
    await remove(0, 3)
    deepEqual(standing(), [9, 1])
  })

  it('does not count what comes back as others go, as where a directory is renamed and renamed back', async () => {
    const { remove, swap, standing } = await watched()
    await remove(0, 3)
    await swap()
    deepEqual(standing(), [12, 0])
  })

  it('does not count a loss twice that came back and is lost again', async () => {
    const { remove, bringBack, standing } = await watched()
    await remove(0, 3)
    await bringBack(0, 3)
    await remove(0, 3)
    deepEqual(standing(), [9, 0])
  })

  it('goes on after a restart, for what is left of it', async () => {
    const { remove, standing, pass, source, restart } = await watched()
    await remove(0, 3)
    await restart(source, 5 * MINUTE)
    await pass(5 * MINUTE)
    await remove(3, 6)
    deepEqual(standing(), [6, 0])
  })

  for (const { it: sentence, passes, then } of [
    { it: 'begins anew', passes: 8, then: [9, 1] },
    { it: 'is no longer than ever', passes: 10, then: [6, 0] },
  ])
    it(`${sentence} where the machine's time is set back by two days while nothing runs`, async () => {
      const { remove, step, standing, pass, source, restart } = await watched()
      await remove(0, 3)
      step(-2 * DAY)
      await restart(await restart(source))
      await pass(passes * MINUTE)
      await remove(3, 6)
      deepEqual(standing(), then)
    })
})
