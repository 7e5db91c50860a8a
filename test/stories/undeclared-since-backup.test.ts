import { deepEqual, match } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { asRestored } from '../../cli/local/backup.ts'
import { writeMissing } from '../../store/source/facts/missing-facts.ts'
import { factPath } from '../../store/objects/kept.ts'
import { containersIn, fromBackup, hostOf, untilDone } from '../support/restored-host.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import type { Store } from '../../store/objects/store.ts'
import { aWorld } from '../support/world.ts'

const ROOT = '/srv/stacks'
const LACKED = { 'Service/shop/old': '' }

/** A state restored from a backup, of which a watched directory lacks a service by now; `runs`: its container is still there. */
async function restored({ runs, nodes = ['a'] }: { readonly runs: boolean; readonly nodes?: readonly string[] }) {
  const world = aWorld({ nodes })
  const [, silent] = nodes
  const placement = { constraints: ['node.name==a'] }
  for (const name of ['web', 'old']) world.service(name, { template: { image: 'nginx' }, placement })
  await untilDone(world)
  const backup = asRestored(world.life().ports.store).set(factPath('missing', ROOT), LACKED)
  const { store } = world.life().ports
  if (!runs) store.delete('Service', 'shop/old')
  await untilDone(world)
  if (silent !== undefined) hostOf(world, silent).crash()
  const { ports } = await fromBackup(world, backup)
  await untilDone(world)
  return { world, store: ports.store }
}

describe('a service that has left its file since the backup that was restored', () => {
  it('is not begun again for the moment until it goes, and is where its file has it again', async () => {
    const { world, store } = await restored({ runs: false })
    deepEqual(containersIn(world), ['a shop-web-1 running'])
    const old = [...store.list('Task').values()].find(({ spec }) => spec.service === 'old')
    match(
      old?.status?.message ?? '',
      /^the service shop\/old is in no file any more, and goes: it begins if a file declares it again/,
    )
    writeMissing(store, ROOT, new Map())
    await untilDone(world)
    deepEqual(containersIn(world), ['a shop-old-1 running', 'a shop-web-1 running'])
  })

  it('is kept up where it still runs', async () => {
    const { world } = await restored({ runs: true })
    world.host.byHand.remove('shop-old-1')
    await untilDone(world)
    deepEqual(containersIn(world), ['a shop-old-1 running', 'a shop-web-1 running'])
  })

  for (const [what, change] of [
    ['is restarted', (store: Store, now: number) => askRestart(store, 'shop/old', now)],
    [
      'was updated just before',
      (store: Store) => store.update('Service', 'shop/old', ({ spec }) => void (spec.template.image = 'nginx:2')),
    ],
  ] as const)
    for (const nodes of [['a'], ['a', 'b']])
      it(`is kept up where it still runs, and ${what}${nodes.length > 1 ? ', though another node never answers' : ''}`, async () => {
        const { world, store } = await restored({ runs: true, nodes })
        change(store, world.world.clock.now())
        await untilDone(world)
        deepEqual(containersIn(world), ['a shop-old-1 running', 'a shop-web-1 running'])
      })

  it('is not begun again where another node never answers', async () => {
    const { world } = await restored({ runs: false, nodes: ['a', 'b'] })
    deepEqual(containersIn(world), ['a shop-web-1 running'])
  })
})

describe('a service that has left its file before anything of it ran', () => {
  it('has no network and no volume made for it, until its file has it again', async () => {
    const world = aWorld()
    const { store } = world.life().ports
    const namespace = 'shop'
    world.declare({ apiVersion: API_VERSION, kind: 'Network', metadata: { name: 'own', namespace }, spec: {} })
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace }, spec: {} })
    writeMissing(store, ROOT, new Map([['Service/shop/old', '']]))
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    world.service('old', { template: { image: 'nginx', networks: [{ network: 'own' }], mounts } })
    await untilDone(world)
    deepEqual(
      world.tasks().map(({ status }) => status?.reason),
      ['WaitingForFile'],
    )
    deepEqual(world.newCalls(), [])
    writeMissing(store, ROOT, new Map())
    await untilDone(world)
    deepEqual(world.containers(), ['shop-old-1 running'])
  })
})
