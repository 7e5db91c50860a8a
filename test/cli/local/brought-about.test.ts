import { deepEqual, rejects } from 'node:assert/strict'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { restart } from '../../../cli/local/restart.ts'
import { retry } from '../../../cli/local/retry.ts'
import { scale } from '../../../cli/local/scale.ts'
import { start, stop } from '../../../cli/local/stop.ts'
import { undo } from '../../../cli/local/undo/undo.ts'
import { stopService } from '../../../controllers/holds/stop.ts'
import { aRollout, aService, NOW } from '../../support/builders.ts'
import { keepRevisionOf } from '../../support/kept-revision.ts'
import { aCore } from './local-core.ts'

const { signal } = new AbortController()
const asked = { refs: [{ kind: 'Service', namespace: 'shop', name: 'web' } as const], wait: false, signal }

/** A shop on a disk that is full. */
function onFullDisk(): Core {
  const core = aCore('/nowhere')
  core.store.create('Service', aService())
  const durable = () => Promise.reject(new Error('no space left'))
  return { ...core, store: { ...core.store, durable } }
}

const verbs: readonly (readonly [string, (core: Core) => AsyncIterable<ProgressEvent>, Prepare?])[] = [
  ['scale', (core) => scale(core, { ...asked, replicas: 2 })],
  ['restart', (core) => restart(core, asked)],
  ['stop', (core) => stop(core, asked)],
  ['start', (core) => start(core, asked), ({ store }) => stopService(store, 'shop/web', { now: NOW })],
  ['rollout retry', (core) => retry(core, asked), failed],
  ['rollout undo', (core) => undo(core, asked), changed],
]

describe('what is asked of services', () => {
  for (const [verb, act, prepare = () => undefined] of verbs)
    it(`is not told as done by ${verb} where it could not be kept`, async () => {
      const core = onFullDisk()
      prepare(core)
      const told: ProgressEvent[] = []
      await rejects(async () => {
        for await (const event of act(core)) told.push(event)
      }, /no space left/)
      deepEqual(told, [])
    })
})

type Prepare = (core: Core) => void

function failed({ store }: Core): void {
  store.update('Service', 'shop/web', (draft) => {
    draft.status = { ...draft.status, rollout: aRollout('r1', { state: 'Stalled' }) }
  })
}

function changed({ store }: Core): void {
  keepRevisionOf(store)
  store.update('Service', 'shop/web', (draft) => {
    draft.spec.template.image = 'other'
  })
  keepRevisionOf(store)
}
