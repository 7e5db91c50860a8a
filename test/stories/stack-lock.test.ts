import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { lockBody } from '../../controllers/locks/stack-lock.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { withdraw } from '../../store/source/acceptance/withdraw.ts'
import { lockHolderOn, locksOn } from '../support/lock-holder.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }
const anna = { id: 'a'.repeat(16), by: 'anna@laptop', kind: 'command' as const, command: 'reconcile apply (pid 11)' }
const ci = { id: 'c'.repeat(16), by: 'ci@runner', kind: 'serve' as const, command: 'reconcile serve (pid 22)' }

const LOCK = 'reconcile-lock.default.shop'
const TAKEN = 'POST /volumes/create'
const GIVEN_BACK = `DELETE /volumes/${LOCK}`

function holder({ host }: TestWorld): string | undefined {
  return lockHolderOn(host)
}

/** Ends the life of a world as a process that ends well does. */
async function end({ life, world }: TestWorld): Promise<void> {
  const stopped = life().stop()
  await world.clock.runUntilQuiet({ until: world.clock.now() + 60_000, steps: 1e6 })
  await stopped
}

function waits({ tasks }: TestWorld): readonly string[] {
  return tasks().map(({ status }) => `${status?.reason}: ${status?.message}`)
}

describe('the lock of a stack on an engine', () => {
  it('is taken before the first change, once, and given back at the end', async () => {
    const one = aWorld({ images, locker: anna })
    one.service('web', { replicas: 3, template: { image: 'app:1' } })
    await one.settle()
    const calls = one.newCalls()
    equal(calls[0], TAKEN)
    equal(calls.filter((call) => call === TAKEN).length, 1)
    equal(holder(one), 'anna@laptop')
    await end(one)
    deepEqual(one.newCalls(), [GIVEN_BACK])
    equal(holder(one), undefined)
  })

  it('is given back by a node that no file declares any more, once its tasks are elsewhere', async () => {
    const one = aWorld({ images, locker: ci, nodes: ['a', 'b'] })
    one.service('web', { replicas: 2, template: { image: 'app:1' } })
    await one.settle()
    const isLocked = (node: string) => one.world.hosts.get(node)?.state.volumes.has(LOCK)
    deepEqual([isLocked('a'), isLocked('b')], [true, true])
    withdraw(one.life().ports.store, 'Node/b')
    one.service('web', { replicas: 2, template: { image: 'app:2' } })
    await one.settle()
    deepEqual(
      one.tasks().map(({ spec }) => spec.node),
      ['a', 'a'],
    )
    deepEqual([isLocked('a'), isLocked('b'), one.life().ports.store.get('Node', 'b')], [true, false, undefined])
  })

  it('is taken again on a node that a file declares again while it is given back there', async () => {
    let isGivingBack = () => {}
    const one = aWorld({
      ...{ images, locker: ci, nodes: ['a', 'b'] },
      wrapEngine: (engine) =>
        wrapEngine(engine, ({ verb }, next) => {
          if (verb === 'removeVolume' && engine.node === 'b') isGivingBack()
          return next()
        }),
    })
    one.service('web', { replicas: 2, template: { image: 'app:1' } })
    await one.settle()
    const { store } = one.life().ports
    const isLocked = () => one.world.hosts.get('b')?.state.volumes.has(LOCK)
    const { metadata, status } = store.get('Node', 'b') ?? {}
    isGivingBack = () => void store.update('Node', 'b', (draft) => void delete draft.metadata.annotations)
    withdraw(store, 'Node/b')
    one.service('web', { replicas: 2, template: { image: 'app:2' } })
    await one.settle()
    const { metadata: now, status: stays } = store.get('Node', 'b') ?? {}
    deepEqual([now?.uid, stays?.engineID, isLocked()], [metadata?.uid, status?.engineID, false])
    one.service('web', { replicas: 4, template: { image: 'app:2' } })
    await one.settle()
    equal(isLocked(), true)
    await end(one)
    equal(isLocked(), false)
  })

  it('is not touched by a command that has nothing to do', async () => {
    const one = aWorld({ images, locker: anna })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    await end(one)
    one.newCalls()
    const other = aWorld({ over: one.world, images, locker: { ...ci, kind: 'command' } })
    other.service('web', { template: { image: 'app:1' } })
    await other.settle()
    await end(other)
    deepEqual(other.newCalls(), [])
    equal(other.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('keeps another home from every change; it says who has it, and goes on when it is free', async () => {
    const one = aWorld({ images, locker: ci })
    one.service('web', { replicas: 2, template: { image: 'app:1' } })
    await one.settle()
    const other = aWorld({ over: one.world, images, locker: anna })
    other.service('web', { replicas: 2, template: { image: 'app:2' } })
    await other.settle(60_000)
    deepEqual(other.newCalls(), [])
    ok(
      waits(other).some((words) =>
        /^WaitingForLock: ci@runner works on shop on a: reconcile serve \(pid 22\), since 20/.test(words),
      ),
      waits(other).join('\n'),
    )
    const warned = other
      .life()
      .recorder.events()
      .filter(({ reason }) => reason === 'WaitingForLock')
    deepEqual(new Set(warned.map(({ type }) => type)), new Set(['Warning']))
    deepEqual(one.imagesRunning(), ['app:1', 'app:1'])
    await end(one)
    await other.settle()
    deepEqual(other.imagesRunning(), ['app:2', 'app:2'])
    equal(holder(other), 'anna@laptop')
    equal(other.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('is had by one of two that begin at the same moment, without a container too many', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const one = aWorld({ images, seed, locker: anna })
      const other = aWorld({ over: one.world, images, locker: ci })
      for (const home of [one, other]) home.service('web', { replicas: 2, template: { image: 'app:1' } })
      await one.settle(60_000)
      const changes = [one, other].map((home) => home.newCalls().filter((call) => call !== TAKEN).length)
      equal(changes.filter((count) => count > 0).length, 1, `seed ${seed}: ${changes}`)
      deepEqual(one.containers(), ['shop-web-1 running', 'shop-web-2 running'])
    }
  })

  it('is given back when the stack is gone', async () => {
    const one = aWorld({ images, locker: ci })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    one.life().ports.store.delete('Service', 'shop/web')
    await one.settle()
    equal(one.newCalls().at(-1), GIVEN_BACK)
    equal(holder(one), undefined)
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    equal(holder(one), 'ci@runner')
  })

  it('is told and given back later where the engine failed to take it when the stack was gone', async () => {
    const one = aWorld({ images, locker: ci })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    for (let n = 0; n < 2; n++)
      one.host.failNext('removeVolume', { code: 'Internal', message: 'no space left on device' })
    one.life().ports.store.delete('Service', 'shop/web')
    await one.settle(10_000)
    equal(holder(one), 'ci@runner')
    const said = one.life().recorder.events()
    const told = said.filter(({ object, type }) => object === 'Stack/shop' && type === 'Warning')
    match(told[0]?.message ?? '', /^its lock on a was not given back, .*: no space left on device; it is tried again$/)
    await one.pass(40_000)
    equal(holder(one), undefined)
    equal(one.newCalls().filter((call) => call === GIVEN_BACK).length, 3)
  })

  it('is given back by a process that ends in the moment that the stack is gone', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const one = aWorld({ images, seed, locker: anna })
      one.service('web', { template: { image: 'app:1' } })
      await one.settle()
      const { store } = one.life().ports
      const gone = new Promise<Promise<void>>((resolve) => {
        store.watch('Stack').subscribe(({ after }) => !after && resolve(one.life().stop()))
      })
      store.delete('Service', 'shop/web')
      await one.settle()
      const stopped = await gone
      await one.settle()
      await stopped
      equal(holder(one), undefined, `seed ${seed}`)
    }
  })

  it('is taken anew by what comes while it is given back', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const one = aWorld({ images, seed, locker: ci })
      one.service('web', { template: { image: 'app:1' } })
      await one.settle()
      const { store } = one.life().ports
      const watch = store.watch('Stack').subscribe(({ after }) => {
        if (after) return
        watch.unsubscribe()
        queueMicrotask(() => one.service('web', { template: { image: 'app:2' } }))
      })
      store.delete('Service', 'shop/web')
      await one.settle()
      deepEqual(one.imagesRunning(), ['app:2'])
      equal(holder(one), 'ci@runner', `seed ${seed}`)
    }
  })

  it('is stolen for each who asked for that, until it called off its own', async () => {
    const one = aWorld({ images, locker: ci })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    const other = aWorld({ over: one.world, images, locker: anna })
    other.service('web', { template: { image: 'app:2' } })
    await other.settle(30_000)
    const locks = other.life().ports.locks
    const callOff = locks?.steal(['shop'])
    locks?.steal(['shop'])
    callOff?.()
    await other.settle()
    deepEqual(other.imagesRunning(), ['app:2'])
  })

  it('is the same home’s again after a crash', async () => {
    const one = aWorld({ images, locker: anna })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    await end(one)
    const since = new Date(one.world.clock.now()).toISOString()
    one.host.byHand.createVolume(lockBody({ installation: 'default', stack: 'shop' }, { ...anna, since }))
    const again = aWorld({ over: one.world, images, locker: { ...anna, command: 'reconcile apply (pid 12)' } })
    again.service('web', { template: { image: 'app:2' } })
    await again.settle()
    deepEqual(again.imagesRunning(), ['app:2'])
    equal(again.newCalls().includes(TAKEN), false)
    await end(again)
    equal(holder(again), undefined)
  })

  it('is stolen when that is asked for, and the one that had it does nothing more', async () => {
    const one = aWorld({ images, locker: ci })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    one.newCalls()
    const said: string[] = []
    const locker = { ...anna, say: (line: string) => void said.push(line) }
    const other = aWorld({ over: one.world, images, locker })
    other.service('web', { template: { image: 'app:2' } })
    await other.settle(30_000)
    const callOff = other.life().ports.locks?.steal(['shop'])
    await other.settle()
    callOff?.()
    deepEqual(other.imagesRunning(), ['app:2'])
    deepEqual(other.newCalls().slice(0, 2), [GIVEN_BACK, TAKEN])
    match(
      said.join('\n'),
      /^a: took over the lock of shop, taken away by --steal from ci@runner: reconcile serve \(pid 22\), since [^\n]*$/,
    )
    equal(holder(other), 'anna@laptop')
    deepEqual(
      one.newCalls().filter((call) => call !== TAKEN),
      [],
    )
    await end(one)
    equal(holder(other), 'anna@laptop')
  })

  it("that is nobody's, as an engine makes it that ends meanwhile, is taken over", async () => {
    const one = aWorld({ images, locker: anna })
    one.service('web', { template: { image: 'app:1' } })
    one.host.byHand.createVolume({ Name: LOCK })
    await one.settle()
    equal(holder(one), 'anna@laptop')
    deepEqual(one.containers(), ['shop-web-1 running'])
  })

  describe('left behind by a process that was killed', () => {
    const left = { ...ci, process: 'here 22 1000' }
    const ended = new Set<string>()
    const said: string[] = []
    const anew = { ...anna, hasEnded: (mark: string) => ended.has(mark), say: (line: string) => void said.push(line) }
    beforeEach(() => {
      ended.clear()
      said.length = 0
    })

    function aLeftStack(process: string | undefined): TestWorld {
      const one = aWorld({ images })
      const since = new Date(one.world.clock.now()).toISOString()
      const { process: _, ...holder } = left
      const body = lockBody(
        { installation: 'default', stack: 'shop' },
        { ...holder, since, ...(process ? { process } : {}) },
      )
      one.host.byHand.createVolume(body)
      const other = aWorld({ over: one.world, images, locker: anew })
      other.service('web', { template: { image: 'app:1' } })
      return other
    }

    it('is taken over at once, and said', async () => {
      ended.add(left.process)
      const one = aLeftStack(left.process)
      await one.settle()
      deepEqual(one.newCalls().slice(0, 2), [TAKEN, 'POST /networks/create'])
      match(
        one.calls[0]?.reason ?? '',
        /^the lock of shop, which ci@runner left behind: reconcile serve \(pid 22\), since/,
      )
      equal(holder(one), 'anna@laptop')
      deepEqual(one.imagesRunning(), ['app:1'])
      match(said.join('\n'), /^a: took over the lock of shop, which ci@runner left behind: .*, was killed$/)
      await end(one)
      deepEqual(locksOn(one.host), [])
    })

    it('is taken over by who waits for it, soon after', async () => {
      const one = aLeftStack(left.process)
      await one.settle(30_000)
      deepEqual(one.newCalls(), [])
      ended.add(left.process)
      await one.settle(3_000)
      equal(holder(one), 'anna@laptop')
      deepEqual(one.imagesRunning(), ['app:1'])
    })

    it('is taken over from nobody who does not say which process it is', async () => {
      ended.add(left.process)
      const one = aLeftStack(undefined)
      await one.settle(30_000)
      equal(holder(one), 'ci@runner')
    })
  })

  it('is not taken again by a command that it was stolen from: what the other made stays', async () => {
    const one = aWorld({ images, locker: anna })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    const other = aWorld({ over: one.world, images, locker: { ...ci, kind: 'command' } })
    other.service('web', { template: { image: 'app:2' } })
    await other.settle(30_000)
    other.life().ports.locks?.steal(['shop'])
    await other.settle()
    await end(other)
    await one.settle()
    deepEqual(one.imagesRunning(), ['app:2'])
    const robbed = one.life().ports.locks?.robbed(['shop'])
    equal(robbed?.by.by, 'ci@runner')
    equal(one.life().ports.locks?.robbed(['blog']), undefined)
  })
})
