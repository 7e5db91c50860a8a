import { deepEqual, equal, match, ok } from 'node:assert/strict'
import type { V1Mount, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { annotations } from '../../api/v1/labels.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { writeMissing } from '../../store/source/facts/missing-facts.ts'
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
  writeMissing(store, '/srv/stacks', new Map(does ? [['Service/shop/db', '']] : []))
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
      equal(reasonOf(world, 'pg')?.reason, 'WaitingForWriter')
      match(
        reasonOf(world, 'pg')?.message ?? '',
        /^shop\/db-1-\w+, whose service goes, still writes to .*: it ends first; `reconcile delete service\/db -n shop` ends it now/,
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

describe('a project under another name', () => {
  const ROOT = '/srv/stacks'

  /** Declares `db` of a stack, as its project's file does. */
  function declare(world: TestWorld, stack: string, { directory = stack, hash = '1' } = {}): void {
    const file = `${ROOT}/${directory}/compose.yaml`
    const mount: V1Mount = { type: 'Bind', source: `${ROOT}/${directory}/data`, target: '/data' }
    const metadata = { name: 'db', namespace: stack, annotations: { [annotations.source]: file } }
    world.declare({
      apiVersion: API_VERSION,
      kind: 'Network',
      metadata: { name: 'default', namespace: stack },
      spec: {},
    })
    world.declare({ apiVersion: API_VERSION, kind: 'Service', metadata, spec: db(mount) })
    world.life().ports.store.putFact('source', `Service/${stack}/db`, { root: ROOT, file, fileHash: hash, hash })
  }

  /** As source finds that no file has these stacks any more. */
  const lacks = (world: TestWorld, ...stacks: readonly string[]) =>
    writeMissing(world.life().ports.store, ROOT, new Map(stacks.map((stack) => [`Service/${stack}/db`, ''])))

  const messageOf = (world: TestWorld, stack: string) =>
    world.tasks().find(({ metadata }) => metadata.namespace === stack)?.status?.message ?? ''

  async function runs(stack: string): Promise<TestWorld> {
    const world = aWorld({ images: { postgres: SLOW } })
    declare(world, stack)
    await world.settle()
    deepEqual(world.containers(), [`${stack}-db-1 running`])
    return world
  }

  it('waits for the old one, in a directory that was moved with its data', async () => {
    const world = await runs('pgapp')
    lacks(world, 'pgapp')
    declare(world, 'pgsite')
    await world.settle(3_000)
    deepEqual(world.containers(), ['pgapp-db-1 running'])
    match(
      messageOf(world, 'pgsite'),
      /still writes to \/srv\/stacks\/pgapp\/data, which may have moved here with its project: it ends first; `reconcile delete --stack pgapp`/,
    )
    world.life().ports.store.delete('Service', 'pgapp/db')
    await world.settle()
    deepEqual(world.containers(), ['pgsite-db-1 running'])
  })

  it('names the service alone where others of its stack stay, as where it moves to another stack', async () => {
    const world = await runs('pgapp')
    const metadata = { name: 'web', namespace: 'pgapp' }
    world.declare({ apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: { image: 'postgres' } } })
    lacks(world, 'pgapp')
    declare(world, 'pgsite')
    await world.settle(3_000)
    match(messageOf(world, 'pgsite'), /: it ends first; `reconcile delete service\/db -n pgapp` ends it now/)
  })

  it('waits while nobody can tell whether the old one is missing, as its very file declares the new one', async () => {
    const world = await runs('pgsite')
    declare(world, 'blogdb', { directory: 'pgsite', hash: '2' })
    await world.settle(3_000)
    deepEqual(world.containers(), ['pgsite-db-1 running'])
    match(
      messageOf(world, 'blogdb'),
      /^pgsite\/db-1-\w+, whose service goes, still writes to .*`reconcile delete --stack pgsite`/,
    )
  })

  it('does not wait for another stack of the same file', async () => {
    const world = await runs('one')
    declare(world, 'two', { directory: 'one' })
    await world.settle()
    deepEqual(world.containers(), ['one-db-1 running', 'two-db-1 running'])
  })

  it('does not wait for the same directory in a project that stays', async () => {
    const world = await runs('one')
    declare(world, 'two')
    await world.settle()
    deepEqual(world.containers(), ['one-db-1 running', 'two-db-1 running'])
  })

  it('begins nothing where it is gone before anything of it ran, until it is back', async () => {
    const world = await runs('git')
    lacks(world, 'gitea')
    declare(world, 'gitea')
    await world.settle(3_000)
    deepEqual(world.containers(), ['git-db-1 running'])
    match(messageOf(world, 'gitea'), /^the service gitea\/db is in no file any more, and goes: it begins if/)
    lacks(world)
    await world.settle()
    deepEqual(world.containers(), ['git-db-1 running', 'gitea-db-1 running'])
  })

  it('is kept up where it ran and is yet to go', async () => {
    const world = await runs('git')
    lacks(world, 'git')
    world.host.byHand.remove('git-db-1')
    await world.settle()
    deepEqual(world.containers(), ['git-db-1 running'])
  })
})
