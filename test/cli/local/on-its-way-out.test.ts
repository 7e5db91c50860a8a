import { deepEqual, rejects } from 'node:assert/strict'
import { finalizers } from '../../../api/v1/labels.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { ActRequest } from '../../../api/v1/installation/requests.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { restart } from '../../../cli/local/restart.ts'
import { retry } from '../../../cli/local/retry.ts'
import { pauseRollout } from '../../../cli/local/rollout-pause.ts'
import { scale } from '../../../cli/local/scale.ts'
import { start, stop } from '../../../cli/local/stop.ts'
import { aRollout, aService } from '../../support/builders.ts'
import { aCore, all } from './local-core.ts'

const { signal } = new AbortController()
type Asked = ActRequest & { readonly refs: readonly ObjectRef[] }

describe('a service that is being deleted', () => {
  const verbs: readonly [string, (core: Core, asked: Asked) => AsyncIterable<ProgressEvent>][] = [
    ['scaled', (core, asked) => scale(core, { ...asked, replicas: 3 })],
    ['restarted', restart],
    ['stopped', stop],
    ['started', start],
    ['retried', retry],
    ['paused in its rollouts', pauseRollout],
  ]
  for (const [what, act] of verbs)
    it(`is not ${what}: nothing would come of it`, async () => {
      const core = aCore('/nowhere')
      core.store.create('Service', { ...aService(), status: { rollout: aRollout('r1', { state: 'Stalled' }) } })
      core.store.update('Service', 'shop/web', ({ metadata }) => void (metadata.finalizers = [finalizers.tasks]))
      core.store.delete('Service', 'shop/web')
      const before = core.store.get('Service', 'shop/web')
      const refs = [{ kind: 'Service', namespace: 'shop', name: 'web' } as const]
      await rejects(all(act(core, { refs, wait: false, signal })), /Service shop\/web is being deleted/)
      deepEqual(core.store.get('Service', 'shop/web'), before)
    })
})
