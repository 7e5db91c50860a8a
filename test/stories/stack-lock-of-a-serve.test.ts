import { deepEqual, equal, match } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { lockBody } from '../../controllers/locks/stack-lock.ts'
import { sleep } from '../../clock/sleep.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { withdraw } from '../../store/source/acceptance/withdraw.ts'
import { lockHolderOn } from '../support/lock-holder.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }
const anna = { id: 'a'.repeat(16), by: 'anna@laptop', kind: 'command' as const, command: 'reconcile apply (pid 11)' }
const ci = { id: 'c'.repeat(16), by: 'ci@runner', kind: 'serve' as const, command: 'reconcile serve (pid 22)' }
const nodes = ['a', 'b', 'c']

const LOCK = 'reconcile-lock.default.shop'
const TAKEN = 'POST /volumes/create'
const GIVEN_BACK = `DELETE /volumes/${LOCK}`

function holders({ world }: TestWorld): readonly (string | undefined)[] {
  return nodes.map((node) => lockHolderOn(world.hosts.get(node)))
}

async function end({ life, world }: TestWorld): Promise<void> {
  const stopped = life().stop()
  await world.clock.runUntilQuiet({ until: world.clock.now() + 60_000, steps: 1e6 })
  await stopped
}

/** A serve that has just begun again over a stack which is as declared, with a task on two of three hosts. */
async function beganAgain(seed = 1): Promise<TestWorld> {
  const one = aWorld({ images, nodes, seed, locker: ci })
  one.service('web', { replicas: 2, template: { image: 'app:1' } })
  await one.settle()
  one.newCalls()
  await one.restart()
  deepEqual(one.newCalls(), [GIVEN_BACK, GIVEN_BACK])
  await one.settle()
  return one
}

describe('a serve that begins over a stack which is as declared', () => {
  it('takes its lock where it has tasks, once', async () => {
    const one = await beganAgain()
    deepEqual(one.newCalls(), [TAKEN, TAKEN])
    deepEqual(holders(one).filter((by) => by === ci.by).length, 2)
    await one.pass(3_600_000)
    deepEqual(one.newCalls(), [])
    await end(one)
    deepEqual(one.newCalls(), [GIVEN_BACK, GIVEN_BACK])
  })

  it('takes the locks of its other stacks where one can’t be taken', async () => {
    let isFull = false
    const refusing = (engine: Engine) =>
      wrapEngine(engine, async ({ verb, run }, next) => {
        if (isFull && verb === 'createVolume' && run.object === 'Stack/aaa')
          throw new EngineError('Internal', { node: 'a', tried: 'create a volume', detail: 'no space left' })
        return await next()
      })
    const one = aWorld({ images, locker: ci, wrapEngine: refusing })
    one.declare({
      ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name: 'web', namespace: 'aaa' } },
      spec: { template: { image: 'app:1' } },
    })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    isFull = true
    await one.restart()
    await one.settle(60_000)
    deepEqual([...(one.world.hosts.get('a')?.state.volumes.keys() ?? [])], [LOCK])
  })

  it('finds its own locks again after it was killed, and makes no call where nobody could tell that it was', async () => {
    const one = await beganAgain()
    one.newCalls()
    const again = aWorld({ over: one.world, images, nodes, locker: ci })
    again.service('web', { replicas: 2, template: { image: 'app:1' } })
    await again.settle()
    deepEqual(again.newCalls(), [])
  })

  it('takes them over where they name the process that was killed, as another home would do (S11)', async () => {
    const hasEnded = (process: string) => process === 'killed'
    const one = aWorld({ images, locker: ci })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    await end(one)
    const since = new Date(one.world.clock.now()).toISOString()
    const left = { ...ci, since, process: 'killed' }
    one.host.byHand.createVolume(lockBody({ installation: 'default', stack: 'shop' }, left))
    const again = aWorld({ over: one.world, images, locker: { ...ci, process: 'alive', hasEnded } })
    again.service('web', { template: { image: 'app:1' } })
    await again.settle()
    deepEqual(again.newCalls(), [TAKEN])
    const other = aWorld({ over: one.world, images, locker: { ...anna, hasEnded } })
    other.service('web', { template: { image: 'app:2' } })
    await other.settle(60_000)
    deepEqual([other.newCalls(), other.imagesRunning()], [[], ['app:1']])
    await end(again)
    await other.settle()
    deepEqual(other.imagesRunning(), ['app:2'])
  })

  it('keeps another home from changing the stack, which is told who has it', async () => {
    const one = await beganAgain()
    one.newCalls()
    const other = aWorld({ over: one.world, images, nodes, locker: anna })
    other.service('web', { replicas: 3, template: { image: 'app:2' } })
    await other.settle(60_000)
    deepEqual([...one.newCalls(), ...other.newCalls()], [])
    const words = other.tasks().map(({ status }) => `${status?.reason}: ${status?.message}`)
    match(words.join('\n'), /WaitingForLock: ci@runner works on shop on [abc]: reconcile serve \(pid 22\), since/)
  })

  it('waits for another home that works on the stack, and has it once that has ended', async () => {
    const one = await beganAgain()
    await end(one)
    const other = aWorld({ over: one.world, images, nodes, locker: anna })
    other.service('web', { replicas: 3, template: { image: 'app:2' } })
    await other.settle()
    one.newCalls()
    await one.restart()
    await one.pass(60_000)
    deepEqual(holders(one), [anna.by, anna.by, anna.by])
    deepEqual(one.newCalls(), [])
    await end(other)
    await one.settle()
    deepEqual([...new Set(holders(one))].includes(ci.by), true)
    deepEqual(one.imagesRunning(), ['app:1'])
  })

  it('takes a lock again that was pruned by hand', async () => {
    const one = await beganAgain()
    one.newCalls()
    for (const node of nodes)
      if (one.world.hosts.get(node)?.state.volumes.has(LOCK)) one.world.hosts.get(node)?.byHand.removeVolume(LOCK)
    await one.settle()
    deepEqual(one.newCalls(), [TAKEN, TAKEN])
  })

  it('tries again where its engine fails to make the lock', async () => {
    const one = aWorld({ images, locker: ci })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    await one.restart(
      () => void one.host.failNext('createVolume', { code: 'Internal', message: 'no space left on device' }),
    )
    await one.pass(10_000)
    equal(holders(one)[0], ci.by)
  })

  it('leaves the stacks of others alone, and gives up the lock of a stack that it is to forget', async () => {
    const one = await beganAgain()
    withdraw(one.life().ports.store, 'Service/shop/web')
    one.life().ports.store.delete('Service', 'shop/web')
    await one.settle()
    deepEqual(holders(one), [undefined, undefined, undefined])
  })
})

describe('a lock that is being given back as its stack is declared again', () => {
  it('is taken again before anything is made (S11)', async () => {
    const slow = (engine: Engine) =>
      wrapEngine(engine, async ({ verb }, next) => {
        if (verb === 'removeVolume') await sleep(one.world.clock, 5_000)
        return next()
      })
    const one: TestWorld = aWorld({ images, locker: ci, wrapEngine: slow })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    one.life().ports.store.delete('Service', 'shop/web')
    await one.settle(3_000)
    deepEqual(one.newCalls().at(-1), GIVEN_BACK)
    one.service('web', { template: { image: 'app:1' } })
    await one.settle(60_000)
    deepEqual(
      one.newCalls().map((call) => call.replace(/\?.*/, '')),
      [TAKEN, 'POST /networks/create', 'POST /containers/create', 'POST /containers/shop-web-1/start'],
    )
  })
})

describe('a lock that another home took away', () => {
  it('is not taken from that one as this home ends, though no event told of it (S11)', async () => {
    let isTold = true
    const untold = (engine: Engine): Engine => ({
      ...engine,
      watch: (options) => engine.watch({ ...options, onEvent: (event) => isTold && options.onEvent(event) }),
    })
    const one = aWorld({ images, locker: ci, wrapEngine: untold })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    isTold = false
    const other = aWorld({ over: one.world, images, locker: { ...anna, steal: true } })
    other.service('db', { template: { image: 'app:1' } })
    await other.settle(10_000)
    equal(holders(one)[0], anna.by)
    await end(one)
    equal(holders(one)[0], anna.by)
  })
})

describe('two serves that begin over one stack at the same moment', () => {
  it('do not both have it, on any host', async () => {
    for (let seed = 1; seed <= 15; seed++) {
      const one = await beganAgain(seed)
      await end(one)
      const other = aWorld({ over: one.world, images, nodes, seed, locker: { ...anna, kind: 'serve' } })
      other.service('web', { replicas: 2, template: { image: 'app:1' } })
      await one.restart()
      await one.settle()
      const all = new Set(holders(one).filter((by) => by !== undefined))
      equal(all.size, 1, `seed ${seed}: ${holders(one)}`)
    }
  })
})
