import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { consent } from '../../controllers/adoption/records.ts'
import { composeProject } from '../support/compose-project.ts'
import { observedIn, planOf } from '../support/plan-of.ts'
import { aWorld } from '../support/world.ts'

const template = { image: 'nginx', restartPolicy: { condition: 'Always' as const } }

describe('a project that docker compose runs on two hosts', () => {
  it('is planned with the host of what is taken over, and with what is left beside it (S4)', async () => {
    const a = aWorld({ nodes: ['a', 'b'] })
    for (const host of a.world.hosts.values()) {
      const compose = composeProject(host)
      compose.network()
      compose.container('web')
    }
    consent(a.life().ports.store, 'shop', a.world.clock.now())
    a.service('web', { template })
    await a.life().stop()
    const of = async (node: string) => ({ node, observed: await observedIn(a, node, { projects: new Set(['shop']) }) })
    const planned = await planOf(a, { nodes: [await of('a'), await of('b')] })
    deepEqual(planned.calls, [])
    const [taken] = planned.adopted.filter(({ object }) => object === 'Service/shop/web')
    const left = taken?.node === 'a' ? 'b' : 'a'
    const told = new RegExp(`^Service/shop/web: docker compose runs shop-web-1 on ${left} beside it, .*docker rm -f`)
    match(planned.assumptions.join('\n'), told)
    await a.restart()
    await a.settle()
    const beside = getCondition(a.serviceNamed('web')?.status?.conditions, 'RunsBeside')
    equal(`Service/shop/web: ${beside?.message}`, planned.assumptions.join('\n'))
  })
})
