import { deepEqual, equal } from 'node:assert/strict'
import { lockBody } from '../../controllers/locks/stack-lock.ts'
import { NAMED_TAKEOVERS } from '../../controllers/locks/takeovers.ts'
import type { Engine } from '../../engine/engine.ts'
import { isWrite } from '../../engine/is-write.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { createLife, deaths, type Life } from '../support/life.ts'
import { lockHolderOn, locksOn } from '../support/lock-holder.ts'
import { inShare } from '../support/share.ts'
import { aWorld, RUNS, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }
const ended = new Set(['killed'])
const hasEnded = (process: string) => ended.has(process)
const anna = { id: 'a'.repeat(16), by: 'anna@laptop', kind: 'command' as const, command: 'reconcile apply (pid 11)' }
const ci = { id: 'c'.repeat(16), by: 'ci@runner', kind: 'serve' as const, command: 'reconcile serve (pid 22)' }
const alive = { ...ci, process: 'alive', hasEnded }
const seeds = Array.from({ length: 60 }, (_, index) => index + 1)
const LOCK = 'reconcile-lock.default.shop'

async function end({ life, world }: TestWorld): Promise<void> {
  const stopped = life().stop()
  await world.clock.runUntilQuiet({ until: world.clock.now() + 60_000, steps: 1e6 })
  await stopped
}

/** A stack that runs, with the lock of a serve that was killed. */
async function leftBehind(seed = 1): Promise<TestWorld> {
  const one = aWorld({ images, locker: ci, seed })
  one.service('web', { template: { image: 'app:1' } })
  await one.settle()
  await end(one)
  const since = new Date(one.world.clock.now()).toISOString()
  one.host.byHand.createVolume(
    lockBody({ installation: 'default', stack: 'shop' }, { ...ci, since, process: 'killed' }),
  )
  return one
}

interface Home {
  readonly locker: NonNullable<TestWorldOptions['locker']>
  /** Gets each write of it that comes while it does not hold the lock. */
  readonly bad?: string[]
  readonly life?: Life
}

/** A home over the hosts of another one. */
function aHome({ world }: TestWorld, { locker, bad = [], life = createLife() }: Home): TestWorld {
  const guard = (engine: Engine) =>
    wrapEngine(engine, (call, next) => {
      const holder = lockHolderOn(world.hosts.get(engine.node))
      if (isWrite(call.verb) && !call.verb.endsWith('Volume') && holder !== locker.by)
        bad.push(`${locker.by} does ${call.verb} while ${holder} holds`)
      return next()
    })
  return aWorld({ over: world, images, locker, wrapEngine: (engine) => life.wrapEngine(guard(engine)) })
}

describe('a lock whose holder was killed', () => {
  it('is had by one of two homes that find it so at the same moment (S11)', async () => {
    const bad: string[] = []
    for (const seed of inShare([14, 15, 16, 23], seeds))
      for (const early of inShare([0, 990], [0, 900, 990, 1_000])) {
        const one = await leftBehind(seed)
        const other = aHome(one, { locker: { ...anna, process: 'anna', hasEnded }, bad })
        other.service('web', { template: { image: 'app:2' } })
        if (early > 0) await other.settle(early)
        const again = aHome(one, { locker: alive, bad })
        again.service('web', { template: { image: 'app:1' }, replicas: 2 })
        await again.settle(60_000)
        const [first, last] = lockHolderOn(one.host) === ci.by ? [again, other] : [other, again]
        await end(first)
        await last.settle(60_000)
        await end(last)
        deepEqual(locksOn(one.host), [], `seed ${seed}, ${early}`)
      }
    deepEqual(bad, [])
  })

  it('stays with its home: another machine that waits for it can’t get it as the next process begins', async () => {
    for (const seed of inShare([10, 42], seeds)) {
      const one = await leftBehind(seed)
      const other = aHome(one, { locker: anna })
      other.service('web', { template: { image: 'app:2' } })
      await other.settle(30_000)
      const again = aHome(one, { locker: alive })
      again.service('web', { template: { image: 'app:1' } })
      await again.settle(60_000)
      deepEqual([again.imagesRunning(), lockHolderOn(one.host)], [['app:1'], ci.by], `seed ${seed}`)
    }
  })

  it('is not taken over by who sees that late, once it was given back and is another’s (S11)', async () => {
    const one = await leftBehind()
    let meanwhile = () => {}
    const late = (engine: Engine) =>
      wrapEngine(engine, ({ verb }, next) => {
        if (verb === 'createVolume') meanwhile()
        return next()
      })
    const other = aWorld({ over: one.world, images, locker: { ...anna, process: 'anna', hasEnded }, wrapEngine: late })
    const since = '2031-01-01T00:00:00.000Z'
    meanwhile = () => {
      meanwhile = () => {}
      one.host.byHand.removeVolume(LOCK)
      const bob = { ...anna, id: 'b'.repeat(16), by: 'bob@desk' }
      one.host.byHand.createVolume(lockBody({ installation: 'default', stack: 'shop' }, { ...bob, since }))
    }
    other.service('web', { template: { image: 'app:2' } })
    await other.settle(30_000)
    deepEqual([lockHolderOn(one.host), locksOn(one.host), other.imagesRunning()], ['bob@desk', [LOCK], ['app:1']])
  })

  it('leaves no more volumes than a few where that serve is killed again and again, and none at its end', async () => {
    const one = await leftBehind()
    for (let times = 1; times <= NAMED_TAKEOVERS + 4; times++) {
      const life = createLife()
      const home = aHome(one, { locker: { ...ci, process: `process ${times}`, hasEnded }, life })
      home.service('web', { template: { image: 'app:1' } })
      await home.settle(10_000)
      equal(lockHolderOn(one.host), ci.by)
      life.kill()
    }
    equal(locksOn(one.host).length, 1 + NAMED_TAKEOVERS + 1)
    const last = aHome(one, { locker: alive })
    await last.settle(10_000)
    await end(last)
    deepEqual(locksOn(one.host), [])
  })

  it('is given back by the next command of its home, which has nothing to do', async () => {
    const one = await leftBehind()
    const next = aHome(one, { locker: { ...alive, kind: 'command' } })
    next.service('web', { template: { image: 'app:1' } })
    await next.settle(10_000)
    await end(next)
    deepEqual(locksOn(one.host), [])
  })

  for (const death of deaths)
    it(`is another’s, and then nobody’s, where a process is killed as it takes it over or gives it back (${death})`, async () => {
      for (const [n, isEnding] of [
        [1, false],
        [1, true],
        [2, true],
      ] as const) {
        const one = await leftBehind()
        const life = createLife()
        const again = aHome(one, { locker: alive, life })
        again.service('web', { template: { image: 'app:1' } })
        if (isEnding) await again.settle(10_000)
        life.killAt({ passage: 'write', n, death })
        if (isEnding) void again.life().stop()
        await again.settle(30_000)
        equal(life.isDead(), true)
        const bad: string[] = []
        const gone = (process: string) => process === 'alive' || hasEnded(process)
        const other = aHome(one, { locker: { ...anna, process: 'anna', hasEnded: gone }, bad })
        other.service('web', { template: { image: 'app:2' } })
        await other.settle(60_000)
        deepEqual([other.imagesRunning(), lockHolderOn(one.host)], [['app:2'], anna.by])
        await end(other)
        const last = aHome(one, { locker: { ...alive, process: 'last' } })
        await last.settle(10_000)
        await end(last)
        deepEqual([bad, locksOn(one.host)], [[], []], `${n} ${isEnding}`)
      }
    })
})
