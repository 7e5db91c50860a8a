import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const bytes = Buffer.from('hunter2')
const contents = new Map([['Secret/shop/password', { found: true as const, bytes, hash: 'h1' }]])

async function running(apiVersion: string): Promise<TestWorld> {
  const world = aWorld({ contents, apiVersion })
  const metadata = { name: 'password', namespace: 'shop' }
  world.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/srv/password' } })
  world.service('web', { template: { image: 'nginx', secrets: [{ secret: 'password' }] } })
  equal(await world.settle(), 'quiet')
  return world
}

describe('a reboot', () => {
  for (const { apiVersion, removed } of [
    { apiVersion: '1.41', removed: false },
    { apiVersion: '1.51', removed: false },
    { apiVersion: '1.41', removed: true },
    { apiVersion: '1.51', removed: true },
  ])
    it(`clears memory: secrets are delivered again, then tasks ${removed ? 'get containers' : 'start'} (API ${apiVersion})`, async () => {
      const world = await running(apiVersion)
      if (removed) world.host.byHand.remove('shop-web-1')
      for (const file of [...world.host.files().keys()])
        world.host.byHand.removePath(file.slice(0, file.lastIndexOf('/')))
      world.host.crash()
      world.world.clock.after(5_000, () => world.host.restart())
      world.world.clock.after(60_000, () => {})
      await world.settle(60_000)
      deepEqual(world.containers(), ['shop-web-1 running'])
      equal(world.host.files().size, 1)
    })
})
