import { strict as assert } from 'node:assert'
import { containerBody } from '../../engine/container/body.ts'
import { driftOf } from '../../engine/normalise/drift.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'

/** How a container that links as `links` declares drifts where an engine shows it with `found`. */
function driftsOf(links: readonly string[], found: readonly string[]) {
  const wanted = containerBody({
    template: { image: 'busybox', links: [...links], externalLinks: ['vpn'] },
    networks: [{ network: 'default', name: 'my-shop_default', id: 'net-1' }],
    ...{ installation: 'default', stack: 'my-shop', service: 'web', slot: 2, task: 'web-2-abc', name: 'my-shop-web-2' },
    apiVersion: '1.51',
  })
  const { HostConfig = {}, NetworkingConfig: _, ...Config } = wanted.body
  const endpoint = { ...wanted.networks[0]?.endpoint, NetworkID: 'net-1', Links: ['vpn:vpn', ...found] }
  const container: ContainerInspect = {
    ...{
      Id: 'f'.repeat(64),
      Name: '/my-shop-web-2',
      Image: 'sha256:1',
      State: { Status: 'running' },
      Config,
      HostConfig,
    },
    NetworkSettings: { Networks: { 'my-shop_default': endpoint } },
  }
  return driftOf({ wanted, container }).map(({ message }) => message)
}

const said = (found: string, declared: string) => [
  `links on the network my-shop_default is ${found}, declared ${declared}`,
]

describe('a container on a network that docker compose linked', () => {
  const byCompose = (container: string, service: string, alias: string) => [
    `${container}:${alias}`,
    `${container}:${service}-2`,
    `${container}:my-shop-${service}-2`,
  ]
  const cases: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
    ['is linked as is declared', ['db'], byCompose('my-shop-db-1', 'db', 'db'), []],
    ['is so under another alias', ['db:sql'], byCompose('my-shop-db-1', 'db', 'sql'), []],
    ['is so to a container with a name of its own', ['db'], byCompose('postgres', 'db', 'db'), []],
    ['is so to a service whose name ends in a number', ['db-1'], byCompose('my-shop-db-1-1', 'db-1', 'db-1'), []],
    [
      'is so to all replicas',
      ['db'],
      [...byCompose('my-shop-db-1', 'db', 'db'), ...byCompose('my-shop-db-2', 'db', 'db')],
      [],
    ],
    ['is so under an alias of the form that compose adds', ['db:db-2'], byCompose('my-shop-db-1', 'db', 'db-2'), []],
    [
      'is not where it has another alias',
      ['db:sql'],
      byCompose('my-shop-db-1', 'db', 'db'),
      said('db:db, vpn:vpn', 'db:sql, vpn:vpn'),
    ],
    [
      'is not where that is another service',
      ['db:sql'],
      byCompose('my-shop-old-1', 'old', 'sql'),
      said('old:sql, vpn:vpn', 'db:sql, vpn:vpn'),
    ],
    ['is not where nothing is declared', [], byCompose('my-shop-db-1', 'db', 'db'), said('db:db, vpn:vpn', 'vpn:vpn')],
    [
      'is not by Compose 1, whose containers are renamed, which a link does not follow',
      ['db'],
      ['my-shop_db_1:db', 'my-shop_db_1:db_1', 'my-shop_db_1:my-shop_db_1'],
      said('my-shop_db_1:db, my-shop_db_1:db_1, my-shop_db_1:my-shop_db_1, vpn:vpn', 'db:db, vpn:vpn'),
    ],
  ]
  for (const [sentence, links, found, wants] of cases)
    it(sentence, () => assert.deepEqual(driftsOf(links, found), wants))
})
