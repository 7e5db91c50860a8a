import { equal, rejects } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { pause } from '../../../cli/local/pause.ts'
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
