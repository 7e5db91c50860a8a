import { deepEqual } from 'node:assert/strict'
import { undeclaredStacks } from '../../../../cli/local/request/undeclared.ts'
import { aWorld } from '../../../support/world.ts'

describe('stacks that run and that nothing declares', () => {
  it('are named with what to do, and none that is declared, or of another installation', async () => {
    const before = aWorld()
    before.service('web', { replicas: 2 })
    await before.settle()
    const { inventory, ports } = before.life()
    const { store, installation } = ports
    deepEqual(undeclaredStacks(inventory, { store, installation }), [])
    deepEqual(undeclaredStacks(inventory, { store, installation: 'other' }), [])

    await before.life().stop()
    const after = aWorld({ over: before.world })
    await after.settle()
    deepEqual(undeclaredStacks(after.life().inventory, { store: after.life().ports.store, installation }), [
      'warning: 2 containers of stack shop are on the hosts, and nothing declares shop: watch its directory (serve --watch DIR) or ' +
        'apply it, to keep it; else, unless another RECONCILE_HOME works on it, `reconcile delete --stack shop --prune`',
    ])
    deepEqual(after.containers(), ['shop-web-1 running', 'shop-web-2 running'])
  })
})
