import { deepEqual, equal } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { Content } from '../../store/contents/contents.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const missing = (name: string): Content => ({ found: false, because: `/srv/${name} is not there` })

/** A service that mounts these Secrets, and a Config, none of whose bytes are to be had. */
function aShop(...secrets: readonly string[]) {
  const ids = [...secrets.map((name) => `Secret/shop/${name}`), 'Config/shop/web.conf']
  const contents = new Map<string, Content>(ids.map((id) => [id, missing(id.slice(id.lastIndexOf('/') + 1))]))
  const world = aWorld({ contents, retained: new Map() })
  const declare = (kind: 'Secret' | 'Config', name: string) =>
    world.declare({
      apiVersion: API_VERSION,
      kind,
      metadata: { name, namespace: 'shop' },
      spec: { file: `/srv/${name}` },
    })
  for (const name of secrets) declare('Secret', name)
  declare('Config', 'web.conf')
  const mounts = { secrets: secrets.map((secret) => ({ secret })), configs: [{ config: 'web.conf' }] }
  world.service('web', { template: { image: 'nginx', ...mounts } })
  return { world, contents }
}

function saidOf(world: TestWorld) {
  const { reason, message } = getCondition(world.serviceNamed('web')?.status?.conditions, 'Ready') ?? {}
  return [reason, message]
}

const notKnown = (what: string) => `the content of ${what} is not known: /srv/${what.split(' ')[1]} is not there`

describe('a service that mounts what nobody knows the content of', () => {
  it('says of which Secret and Config that is so, and why', async () => {
    const { world } = aShop('password')
    await world.settle(5_000)
    deepEqual(saidOf(world), ['WaitingForSecret', `${notKnown('secret password')}; ${notKnown('config web.conf')}`])
  })

  it('names the first of many', async () => {
    const { world } = aShop('a', 'b', 'c', 'd')
    await world.settle(5_000)
    const named = ['secret a', 'secret b', 'secret c'].map(notKnown)
    deepEqual(saidOf(world), ['WaitingForSecret', [...named, 'and 2 more'].join('; ')])
  })

  it('names what is left of them once one has come', async () => {
    const { world, contents } = aShop('password')
    await world.settle(5_000)
    contents.set('Secret/shop/password', { found: true, bytes: Buffer.from('x'), hash: 'x' })
    await world.pass(120_000)
    deepEqual(saidOf(world), ['WaitingForConfig', notKnown('config web.conf')])
  })
})

describe('a service that runs on what it mounted before, while the file of that is gone as serve starts again', () => {
  const password: Content = { found: true, bytes: Buffer.from('x'), hash: 'x' }

  async function restarted(removes: boolean) {
    const { world, contents } = aShop('password')
    for (const id of contents.keys()) contents.set(id, password)
    await world.settle(60_000)
    contents.set('Secret/shop/password', missing('password'))
    await world.restart(() => {
      const { byHand, containers } = world.world.hosts.get('a') ?? {}
      for (const { Id } of removes ? (containers?.() ?? []) : []) byHand?.remove(Id)
    })
    await world.settle(120_000)
    return { world, contents }
  }

  for (const removes of [false, true])
    it(`is ready, and says that the file is not there${removes ? ', healed from the copy' : ''}`, async () => {
      const { world } = await restarted(removes)
      equal(world.tasks()[0]?.status?.phase, 'Running')
      deepEqual(saidOf(world), [
        'AllReady',
        `1 of 1 ready, with what was mounted before; ${notKnown('secret password')}`,
      ])
    })

  it('is not ready once it declares something else, until the file is back', async () => {
    const { world, contents } = await restarted(false)
    const mounts = { secrets: [{ secret: 'password' }], configs: [{ config: 'web.conf' }] }
    world.service('web', { template: { image: 'nginx:2', ...mounts } })
    await world.settle(60_000)
    deepEqual(saidOf(world), ['WaitingForSecret', notKnown('secret password')])
    contents.set('Secret/shop/password', password)
    await world.pass(120_000)
    deepEqual(saidOf(world), ['AllReady', '1 of 1 ready'])
  })
})
