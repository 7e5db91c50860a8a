import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Volume } from '../../api/v1/generated/types.ts'
import { isInstallationError } from '../../api/v1/installation/installation-error.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { makeOneOff } from '../../cli/local/one-off/make.ts'
import { lossRemedy } from '../../cli/local/waiting/ends/decision.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { all } from '../cli/local/local-core.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const KEY = 'shop/db'
const { signal } = new AbortController()

const data: V1Volume & { kind: 'Volume' } = {
  ...{ apiVersion: API_VERSION, kind: 'Volume' },
  metadata: { name: 'data', namespace: 'shop' },
  spec: {},
}

const place = (node: string) => ({
  template: { image: 'db:1', mounts: [{ type: 'Volume' as const, source: 'data', target: '/data' }] },
  placement: { constraints: [`node.name==${node}`] },
})

/** A service that is stopped, whose volume was on `b` and is gone; moved there from `a`, which has an older copy, or made there. */
async function lost({ older }: { older: boolean }): Promise<TestWorld> {
  const world = aWorld({ images: { 'db:1': RUNS }, nodes: ['a', 'b'] })
  await world.settle()
  world.declare(data)
  world.service('db', place(older ? 'a' : 'b'))
  await world.settle()
  if (older) {
    world.world.hosts.get('b')?.byHand.createVolume({ Name: 'shop_data' })
    world.service('db', place('b'))
    await world.settle()
    askRestart(world.life().ports.store, KEY, world.world.clock.now())
    await world.settle()
  }
  world.service('db', { template: place('b').template })
  await world.settle()
  deepEqual(
    world.tasks().map(({ spec }) => spec.node),
    ['b'],
  )
  stopService(world.life().ports.store, KEY, { now: world.world.clock.now() })
  await world.settle()
  world.world.hosts.get('b')?.byHand.removeVolume('shop_data')
  await world.settle()
  return world
}

async function start(world: TestWorld): Promise<void> {
  startService(world.life().ports.store, KEY)
  await world.settle()
}

function volumeIn(world: TestWorld): V1Volume {
  const volume = world.life().ports.store.get('Volume', 'shop/data')
  if (!volume) throw new Error('there is no volume shop/data')
  return volume
}

/** Why no one-off container of the service can be made, and what to do. */
async function refusalIn(world: TestWorld): Promise<readonly (string | undefined)[]> {
  const { ports } = world.life()
  const engines = new Map([...world.world.hosts].map(([node, host]) => [node, host.engine()]))
  const ref = { kind: 'Service', namespace: 'shop', name: 'db' } as const
  const nothing = { command: [], env: [], labels: [], volumes: [], publish: [] }
  try {
    await all(makeOneOff({ ports, engines }, { ref, ...nothing, signal }))
  } catch (error) {
    if (isInstallationError(error)) return [error.message, error.remedy]
    throw error
  }
  return []
}

const APPROVE = '`reconcile approve volume/data -n shop`'
const CHOICE = `restore it; \`reconcile restart db -n shop\` goes on with what a has, without what was written since; ${APPROVE} makes an empty one`

describe('a volume that is gone from where it was', () => {
  it('offers its older copy beside an empty one, with what each costs', async () => {
    const world = await lost({ older: true })
    await start(world)
    const volume = volumeIn(world)
    equal(getCondition(volume.status?.conditions, 'Ready')?.reason, 'VolumeLost')
    equal(lossRemedy(volume), CHOICE)
  })

  it('says what keeps its service off the older copy, until that is changed', async () => {
    const world = await lost({ older: true })
    const { store } = world.life().ports
    const remedy = () => lossRemedy(volumeIn(world))
    world.service('db', place('b'))
    await start(world)
    equal(
      remedy(),
      CHOICE.replace('; `', '; a may not run db (it does not meet node.name==b): once that is changed, `'),
    )
    world.service('db', { template: place('b').template })
    await world.settle()
    equal(remedy(), CHOICE)
    for (const drain of [true, false]) {
      store.update('Node', 'a', ({ spec }) => void (spec.drain = drain))
      await world.settle()
      equal(remedy().includes('a may not run db (it is drained)'), drain)
    }
    askRestart(store, KEY, world.world.clock.now())
    await world.settle()
    deepEqual(
      world.tasks().map(({ spec, status }) => [spec.node, status?.phase]),
      [['a', 'Running']],
    )
  })

  it('offers an empty one where there is no older copy', async () => {
    const world = await lost({ older: false })
    await start(world)
    equal(lossRemedy(volumeIn(world)), `${APPROVE}, if that is meant`)
  })
})

describe('a one-off container of a service whose volume is gone', () => {
  for (const older of [true, false]) {
    it(`says that, and what the tasks wait for: ${older ? 'with' : 'without'} an older copy`, async () => {
      const world = await lost({ older })
      await start(world)
      const [message = '', remedy] = await refusalIn(world)
      match(message, /can't be run: its volume data: b had it, and has no volume shop_data: restore it, or approve/)
      equal(remedy, older ? CHOICE : `${APPROVE}, if that is meant`)
    })

    it(`says that of one that is stopped, and where it is decided: ${older ? 'with' : 'without'} an older copy`, async () => {
      const [message = '', remedy] = await refusalIn(await lost({ older }))
      match(message, /can't be run: its volume data was on b, and is gone$/)
      const choice = older ? 'the older copy on a or with an empty one' : 'an empty one'
      equal(
        remedy,
        `restore it; or run its service with \`reconcile start service/db -n shop\`, which says how to go on with ${choice}`,
      )
    })
  }

  it('says that its host is silent where the volume is there', async () => {
    const world = await lost({ older: false })
    world.world.hosts.get('b')?.byHand.createVolume({ Name: 'shop_data' })
    await world.settle()
    world.world.hosts.get('b')?.crash()
    await world.pass(60_000)
    match((await refusalIn(world)).join(), /the engine of node b can't be reached/)
  })
})
