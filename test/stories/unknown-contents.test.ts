import { deepEqual } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { Content } from '../../store/contents/contents.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const missing = (name: string): Content => ({ found: false, because: `/srv/${name} is not there` })

/** A service that mounts these Secrets, and a Config, none of whose bytes are to be had. */
function aShop(...secrets: readonly string[]) {
  const ids = [...secrets.map((name) => `Secret/shop/${name}`), 'Config/shop/web.conf']
  const contents = new Map(ids.map((id) => [id, missing(id.slice(id.lastIndexOf('/') + 1))]))
  const world = aWorld({ contents })
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
