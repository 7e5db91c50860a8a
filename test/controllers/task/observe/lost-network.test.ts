import { equal } from 'node:assert/strict'
import { lostNetwork } from '../../../../controllers/task/observe/lost-network.ts'
import type { HostContainer } from '../../../../engine/inventory.ts'

const FRONT = 'f'.repeat(64)
const OTHER = 'e'.repeat(64)
const GONE = '0'.repeat(64)
const OF_SWARM = 'x1'.repeat(12) + 'y'
const NAMED = 'mynetworkofproxiesinfront'

const container = (NetworkMode: string, ids: Readonly<Record<string, string>>) => ({
  HostConfig: { NetworkMode },
  NetworkSettings: {
    Networks: Object.fromEntries(Object.entries(ids).map(([name, NetworkID]) => [name, { NetworkID }])),
  },
})

/** What a stopped container is on, and the network that is lost. */
const cases: Readonly<Record<string, readonly [ReturnType<typeof container>, string | undefined]>> = {
  'a network that is there': [container(FRONT, { shop_front: FRONT }), undefined],
  'one that is gone by its mode': [container(GONE, {}), GONE.slice(0, 12)],
  'one that is gone by its mode, as Compose says it': [container('shop_former', { shop_front: FRONT }), 'shop_former'],
  'one that is there by its mode, as Compose says it': [container(NAMED, { shop_front: FRONT }), undefined],
  'one that is there by the start of its id': [container('eeee', { shop_front: FRONT }), undefined],
  'one that is gone by its endpoint': [container('shop_front', { shop_front: GONE }), 'shop_front'],
  'one that was gone before its create': [container(FRONT, { shop_front: FRONT, [GONE]: '' }), GONE.slice(0, 12)],
  'one that it is to be in by its id': [container(FRONT, { [FRONT]: '' }), undefined],
  'one of a swarm that was gone before its create': [container(OF_SWARM, { [OF_SWARM]: '' }), OF_SWARM.slice(0, 12)],
  'one with a name as the ids of a swarm': [container(NAMED, { [NAMED]: '' }), undefined],
  'the bridge that the engine had before it started anew': [container('bridge', { bridge: GONE }), undefined],
  'that bridge as a second network': [container(FRONT, { shop_front: FRONT, bridge: GONE }), undefined],
}

describe('The network that a stopped container lost', () => {
  for (const [what, [stopped, lost]] of Object.entries(cases))
    it(`of ${what} is ${lost ?? 'none'}`, () => {
      const networks = new Map([
        [FRONT, { Name: 'shop_front' }],
        [OTHER, { Name: NAMED }],
      ])
      equal(lostNetwork(stopped as unknown as HostContainer, networks), lost)
    })
})
