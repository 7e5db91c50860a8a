import { deepEqual, equal, rejects } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { pause, resume } from '../../../cli/local/pause.ts'
import { all, aCore } from './local-core.ts'

const { signal } = new AbortController()
const refs = [{ kind: 'Service', namespace: 'shop', name: 'web' } as const]

describe('a pause that is asked for', () => {
  for (const until of [1, 1e20, Number.NaN])
    it(`until ${until} is refused, and leaves the service as it is`, async () => {
      const core = aCore('/nowhere')
      const metadata = { namespace: 'shop', name: 'web' }
      core.store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: {} } })
      await rejects(all(pause(core, { refs, until, signal })), /the pause would be over already, or never/)
      equal(core.store.fact('pause', 'shop/web'), undefined)
    })
})

describe('the end of a pause', () => {
  it('of a service says that its stack is paused still', async () => {
    const core = aCore('/nowhere')
    const { store } = core
    const metadata = { namespace: 'shop', name: 'web' }
    store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: {} } })
    store.create('Stack', { apiVersion: API_VERSION, kind: 'Stack', metadata: { name: 'shop' }, spec: {} })
    const stack = { kind: 'Stack', name: 'shop' } as const
    await all(pause(core, { refs: [...refs, stack], signal }))
    const [event] = await all(resume(core, { refs, signal }))
    deepEqual(event, {
      ...{ type: 'resource', object: 'Service/shop/web', change: 'resumed' },
      details: ['its stack is paused by hand; `reconcile resume stack/shop` ends it'],
    })
    deepEqual((await all(resume(core, { refs: [stack], signal })))[0], {
      ...{ type: 'resource', object: 'Stack/shop', change: 'resumed' },
    })
  })
})
