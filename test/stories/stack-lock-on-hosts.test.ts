import { deepEqual, equal, match, ok } from 'node:assert/strict'
import type { V1Task } from '../../api/v1/generated/types.ts'
import { lockBody } from '../../controllers/locks/stack-lock.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { lockHolderOn } from '../support/lock-holder.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }
const anna = { id: 'a'.repeat(16), by: 'anna@laptop', kind: 'command' as const, command: 'reconcile apply (pid 11)' }
const ci = { id: 'c'.repeat(16), by: 'ci@runner', kind: 'command' as const, command: 'reconcile apply (pid 22)' }
const nodes = ['a', 'b', 'c']

const LOCK = 'reconcile-lock.default.shop'

const spread = (image: string) => ({ mode: 'Global' as const, template: { image } })

function hostOf({ world }: TestWorld, node: string): SimulatedHost {
  return world.hosts.get(node) as SimulatedHost
}

/** Who holds the stack's lock on each host. */
function holders(home: TestWorld): readonly (string | undefined)[] {
  return nodes.map((node) => lockHolderOn(hostOf(home, node)))
}

/** The images that run on any host. */
function running(home: TestWorld): readonly string[] {
  const all = nodes.flatMap((node) => hostOf(home, node).containers())
  return [...new Set(all.filter(({ State }) => State.Status === 'running').map(({ Config }) => Config.Image))].sort()
}

function lockBy(home: TestWorld, locker: typeof anna & { readonly process?: string }, node: string): void {
  const since = new Date(home.world.clock.now()).toISOString()
  hostOf(home, node).byHand.createVolume(lockBody({ installation: 'default', stack: 'shop' }, { ...locker, since }))
}

/** A stack that another home has made on all hosts, and that nobody holds. */
async function aSpreadStack(): Promise<TestWorld> {
  const one = aWorld({ images, nodes, locker: ci })
  one.service('web', spread('app:1'))
  await one.settle()
  await end(one)
  return one
}

async function end({ life, world }: TestWorld): Promise<void> {
  const stopped = life().stop()
  await world.clock.runUntilQuiet({ until: world.clock.now() + 60_000, steps: 1e6 })
  await stopped
}

const saidBy = ({ status }: V1Task) => `${status?.reason}: ${status?.message}`

describe('the lock of a stack on several hosts', () => {
  it('keeps another home from every change on all hosts while it is held on one, and says on which', async () => {
    const one = await aSpreadStack()
    lockBy(one, ci, 'c')
    const other = aWorld({ over: one.world, images, nodes, locker: anna })
    other.service('web', spread('app:2'))
    await other.settle(60_000)
    deepEqual(other.newCalls(), [])
    deepEqual(running(other), ['app:1'])
    const words = other.tasks().map(saidBy)
    ok(
      words.includes(`WaitingForLock: ${words.join().match(/ci@runner works on shop on c: .* --steal/)?.[0]}`),
      `${words}`,
    )
    hostOf(one, 'c').byHand.removeVolume(LOCK)
    await other.settle()
    deepEqual(running(other), ['app:2'])
  })

  it('keeps another home from deleting on any host while it is held on one', async () => {
    const one = await aSpreadStack()
    const other = aWorld({ over: one.world, images, nodes, locker: anna })
    other.service('web', spread('app:1'))
    await other.settle()
    lockBy(one, ci, 'b')
    await other.settle(10_000)
    other.life().ports.store.delete('Service', 'shop/web')
    await other.settle(60_000)
    deepEqual(other.newCalls(), [])
    deepEqual(running(other), ['app:1'])
    hostOf(one, 'b').byHand.removeVolume(LOCK)
    await other.settle()
    deepEqual(running(other), [])
  })

  it('goes to one of two that begin at the same moment: the stack is that one’s on all hosts', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const one = aWorld({ images, nodes, seed, locker: anna })
      const other = aWorld({ over: one.world, images, nodes, locker: ci })
      const homes = seed % 2 === 0 ? [one, other] : [other, one]
      for (const home of homes) home.service('web', spread(home === one ? 'app:1' : 'app:2'))
      await one.settle(60_000)
      const [winner = ''] = new Set(holders(one))
      deepEqual(holders(one), [winner, winner, winner], `seed ${seed}`)
      deepEqual(running(one), [winner === anna.by ? 'app:1' : 'app:2'], `seed ${seed}`)
      await end(winner === anna.by ? one : other)
      await one.settle()
      deepEqual(running(one), [winner === anna.by ? 'app:2' : 'app:1'], `seed ${seed}`)
    }
  })

  it('goes to one of them also where the other can give its own back only later', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const one = aWorld({ images, nodes, seed, locker: anna })
      const other = aWorld({ over: one.world, images, nodes, locker: ci })
      for (const node of nodes)
        for (let times = 0; times < 3; times++)
          hostOf(one, node).failNext('removeVolume', { code: 'Internal', message: 'busy' })
      for (const home of [one, other]) home.service('web', spread(home === one ? 'app:1' : 'app:2'))
      await one.pass(120_000)
      const [winner = ''] = new Set(holders(one))
      deepEqual(holders(one), [winner, winner, winner], `seed ${seed}`)
    }
  })

  it('is taken over on all hosts from a dead process by the one that can tell', async () => {
    const one = aWorld({ images, nodes })
    const dead = { ...ci, process: 'here 22 1000' }
    for (const node of nodes) lockBy(one, dead, node)
    const other = aWorld({ over: one.world, images, nodes, locker: { ...anna, hasEnded: () => true } })
    other.service('web', { ...spread('app:1'), placement: { constraints: ['node.hostname == a'] } })
    await other.settle()
    equal(holders(one).includes(ci.by), false, `${holders(one)}`)
  })

  it('is known to be free only once every host has answered, or is known not to', async () => {
    const one = await aSpreadStack()
    lockBy(one, ci, 'c')
    hostOf(one, 'c').hang()
    const { locks } = aWorld({ over: one.world, images, nodes, locker: anna }).life().ports
    const turned: string[] = []
    locks?.turned().subscribe((stack) => void turned.push(stack))
    equal(locks?.holdOf('shop')?.because, 'whether another home works on shop is known once a has answered')
    await one.pass(5_000)
    equal(locks?.holdOf('shop')?.because, 'whether another home works on shop is known once c has answered')
    deepEqual(turned, [])
    await one.pass(60_000)
    deepEqual([locks?.holdOf('shop'), turned], [undefined, ['shop']])
    hostOf(one, 'c').thaw()
    await one.pass(60_000)
    match(locks?.holdOf('shop')?.because ?? '', /^ci@runner works on shop on c: /)
  })

  it('holds nobody up on a host that does not answer', async () => {
    const one = await aSpreadStack()
    lockBy(one, ci, 'c')
    const other = aWorld({ over: one.world, images, nodes, locker: anna })
    other.service('web', spread('app:2'))
    await other.settle(10_000)
    deepEqual(other.newCalls(), [])
    hostOf(one, 'c').crash()
    await other.pass(60_000)
    const [a, b] = ['a', 'b'].map((node) =>
      hostOf(one, node)
        .containers()
        .map(({ Config }) => Config.Image),
    )
    deepEqual([a, b], [['app:2'], ['app:2']])
  })

  it('is stolen on every host with the first change, and nothing of it is left to whom it was stolen from', async () => {
    const one = aWorld({ images, nodes, locker: { ...ci, kind: 'serve' } })
    one.service('web', spread('app:1'))
    await one.settle()
    const other = aWorld({ over: one.world, images, nodes, locker: { ...anna, kind: 'serve' } })
    other.service('web', { ...spread('app:2'), placement: { constraints: ['node.hostname == a'] } })
    await other.settle(30_000)
    deepEqual(holders(one), [ci.by, ci.by, ci.by])
    const callOff = other.life().ports.locks?.steal(['shop'])
    await other.settle()
    callOff?.()
    await other.settle(60_000)
    equal(holders(one).includes(ci.by), false, `${holders(one)}`)
    one.newCalls()
    other.service('web', { ...spread('app:1'), placement: { constraints: ['node.hostname == a'] } })
    await other.settle()
    deepEqual(one.newCalls(), [])
    deepEqual(
      hostOf(one, 'a')
        .containers()
        .map(({ Config }) => Config.Image),
      ['app:1'],
    )
  })
})
