import { deepEqual } from 'node:assert/strict'
import { consent } from '../../controllers/adoption/records.ts'
import { composeProject } from '../support/compose-project.ts'
import { aWorld } from '../support/world.ts'

describe('a replica that docker compose made and nobody wants', () => {
  // Which loop is first, the seed says.
  for (const seed of [1, 2, 3])
    it(`is stopped as it is, and only the others are healed (seed ${seed})`, async () => {
      const a = aWorld({ seed })
      const compose = composeProject(a.host)
      for (const network of ['default', 'extra']) compose.network(network)
      for (const number of [1, 2, 3]) {
        compose.container('web', { number })
        a.host.byHand.connect('shop_extra', `shop-web-${number}`)
      }
      consent(a.life().ports.store, 'shop', a.world.clock.now())
      a.service('web', { replicas: 2, template: { image: 'nginx', restartPolicy: { condition: 'Always' } } })
      await a.settle()
      const calls = a.newCalls().map((call) => call.replace(/[0-9a-f]{64}/, 'ID'))
      deepEqual(calls.sort(), [
        'DELETE /containers/ID?force=1',
        'POST /containers/ID/stop',
        'POST /networks/ID/disconnect',
        'POST /networks/ID/disconnect',
      ])
      deepEqual(a.containers(), ['shop-web-1 running', 'shop-web-2 running'])
    })
})
