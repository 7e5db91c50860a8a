import { deepEqual, equal } from 'node:assert/strict'
import { BehaviorSubject } from 'rxjs'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { asRestored } from '../../cli/local/backup.ts'
import type { Installation } from '../../controllers/installation.ts'
import { withdraw } from '../../store/source/acceptance/withdraw.ts'
import { containersIn, fromBackup, hostOf } from '../support/restored-host.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }
const READ_MS = 60_000
const SEEDS = [1, 2, 3, 4, 5, 6]

/** What hosts have of containers: by identity, so that one which was made anew is another. */
const ids = (world: TestWorld) =>
  [...world.world.hosts.values()].flatMap((host) => host.containers().map(({ Id }) => Id)).sort()

function change({ ports }: Installation, recipe: (spec: V1ServiceSpec) => void): void {
  ports.store.update('Service', 'shop/web', ({ spec }) => recipe(spec as V1ServiceSpec))
}

const scaled = (replicas: number) => (spec: V1ServiceSpec) => void (spec.replicas = replicas)
const updated = ({ template }: V1ServiceSpec) => void (template.image = 'app:2')

interface Restored {
  readonly world: TestWorld
  readonly life: Installation
  /** What the hosts had when the state was restored. */
  readonly before: readonly string[]
  /** Reads the directories, which say what they said when the old state ended. */
  readonly read: () => void
}

/** A backup of a service with some replicas; its file is changed and rolled out, and then the backup is restored. */
async function restored(replicas: number, recipe: (spec: V1ServiceSpec) => void, seed = 1): Promise<Restored> {
  const world = aWorld({ nodes: ['a', 'b'], images, seed })
  world.service('web', { replicas, template: { image: 'app:1' } })
  equal(await world.settle(), 'quiet')
  const backup = asRestored(world.life().ports.store)
  change(world.life(), recipe)
  equal(await world.settle(), 'quiet')
  const before = ids(world)
  const unread = new BehaviorSubject(true)
  const life = await fromBackup(world, backup, { unread })
  const read = () => {
    change(life, recipe)
    unread.next(false)
  }
  return { world, life, before, read }
}

describe('a serve whose watched directories were not read yet', () => {
  for (const { it: sentence, replicas, recipe } of [
    { it: 'stops nothing that a file wants by now, and the backup did not', replicas: 2, recipe: scaled(3) },
    { it: 'makes nothing that a backup wants, and the file does no more', replicas: 3, recipe: scaled(2) },
    { it: 'rolls nothing back to what the backup runs', replicas: 2, recipe: updated },
  ])
    for (const seed of SEEDS)
      it(`${sentence}, seed ${seed}`, async () => {
        const { world, life, before, read } = await restored(replicas, recipe, seed)
        await world.pass(READ_MS)
        deepEqual(ids(world), before)
        read()
        await world.pass(READ_MS)
        deepEqual(ids(world), before, String(containersIn(world)))
        equal(life.ports.store.get('Service', 'shop/web')?.status?.readyReplicas, before.length)
      })

  it('starts nothing that its file has changed meanwhile', async () => {
    const unread = new BehaviorSubject(false)
    const world = aWorld({ images, unread })
    world.service('web', { template: { image: 'app:1' } })
    await world.settle()
    await world.restart(() => {
      hostOf(world, 'a').byHand.kill('shop-web-1')
      unread.next(true)
    })
    world.newCalls()
    await world.pass(READ_MS)
    deepEqual(world.newCalls(), [])
    change(world.life(), updated)
    unread.next(false)
    await world.pass(READ_MS)
    deepEqual(world.imagesRunning(), ['app:2'])
    deepEqual(
      world.newCalls().filter((call) => call.endsWith('/start')),
      ['POST /containers/shop-web-1/start'],
    )
  })

  it('gives up no node that its file has again, though it does not answer', async () => {
    const unread = new BehaviorSubject(false)
    const world = aWorld({ nodes: ['a', 'b'], images, unread })
    world.service('web', { template: { image: 'app:1' }, placement: { constraints: ['node.name==b'] } })
    await world.settle()
    withdraw(world.life().ports.store, 'Node/b')
    await world.pass(READ_MS)
    await world.restart(() => {
      hostOf(world, 'b').crash()
      unread.next(true)
    })
    await world.pass(2 * READ_MS)
    const nodes = () => [...world.life().ports.store.list('Node').keys()]
    deepEqual([nodes(), world.tasks().length], [['a', 'b'], 1])
    unread.next(false)
    await world.pass(READ_MS)
    deepEqual(nodes(), ['a'])
  })
})
