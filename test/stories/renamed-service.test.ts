import { deepEqual, equal, match, ok } from 'node:assert/strict'
import type { V1Mount, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { writePending } from '../../store/source/facts/pending-facts.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const SLOW = { ...RUNS, behaviour: { stopsAfterMs: 5_000 } }

const volume: V1Mount = { type: 'Volume', source: 'data', target: '/data' }
const directory: V1Mount = { type: 'Bind', source: '/srv/data', target: '/data' }

const db = (mount: V1Mount): { template: V1TaskTemplate } => ({ template: { image: 'postgres', mounts: [mount] } })

/** A stack in which `db` runs, and writes there. */
async function running(mount: V1Mount): Promise<TestWorld> {
  const world = aWorld({ images: { postgres: SLOW, 'postgres:2': RUNS } })
  const metadata = { name: 'data', namespace: 'shop' }
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} })
  world.service('db', db(mount))
  await world.settle()
  world.newCalls()
  return world
}

/** As source finds that no file has `db` any more; `false`: one has it again. */
function goes(world: TestWorld, does: boolean): void {
  const { store } = world.life().ports
  writePending(store, '/srv/stacks', does ? [{ id: 'Service/shop/db', dueAt: world.world.clock.now() + 5_000 }] : [])
}

const reasonOf = (world: TestWorld, service: string) =>
  world.tasks().find(({ spec }) => spec.service === service)?.status

for (const [what, mount] of [
  ['volume', volume],
  ['directory', directory],
] as const)
  describe(`a service under another name, with its ${what}`, () => {
    it('begins once the old one has ended: at no time two write to it', async () => {
      const world = await running(mount)
      world.life().ports.store.delete('Service', 'shop/db')
      world.service('pg', db(mount))
      await world.settle()
      deepEqual(world.containers(), ['shop-pg-1 running'])
      const calls = world.newCalls()
      const end = calls.findIndex((call) => call.startsWith('DELETE /containers/shop-db-1'))
      const begin = calls.findIndex((call) => call === 'POST /containers/shop-pg-1/start')
      ok(end >= 0 && end < begin, calls.join('\n'))
    })

    it('waits while the old one is yet to be deleted, and begins where that is not', async () => {
      const world = await running(mount)
      goes(world, true)
      world.service('pg', db(mount))
      await world.settle(3_000)
      deepEqual(world.containers(), ['shop-db-1 running'])
      equal(reasonOf(world, 'pg')?.reason, 'WaitingForVolume')
      match(
        reasonOf(world, 'pg')?.message ?? '',
        /^shop\/db-1-\w+, whose service goes, still writes to .*: it ends first$/,
      )
      goes(world, false)
      await world.settle(3_000)
      deepEqual(world.containers(), ['shop-db-1 running', 'shop-pg-1 running'])
    })

    it('is not held up where it writes there beside the other one already', async () => {
      const world = await running(mount)
      world.service('pg', db(mount))
      await world.settle()
      goes(world, true)
      world.service('pg', { template: { ...db(mount).template, image: 'postgres:2' } })
      await world.settle()
      equal(reasonOf(world, 'pg')?.reason, 'Running')
      deepEqual(world.imagesRunning().length, 2)
    })

    it('only reads, and waits for nobody', async () => {
      const world = await running(mount)
      goes(world, true)
      world.service('pg', db({ ...mount, readOnly: true }))
      await world.settle()
      deepEqual(world.containers(), ['shop-db-1 running', 'shop-pg-1 running'])
    })
  })
