import { deepEqual } from 'node:assert/strict'
import { forPusher } from '../../../../cli/local/waiting/pusher-words.ts'
import { stallRemedy } from '../../../../cli/local/waiting/ends/stall-remedy.ts'
import { aService } from '../../../support/builders.ts'

describe('how a wait ended, for who pushed', () => {
  it('names a push in the place of an apply, and the serve that goes on, of all that failed', () => {
    const failed = aService({}, { rollout: { state: 'Stalled' }, updateRevision: 'r1' })
    const words = { message: 'it failed', remedy: stallRemedy(failed, []) }
    const kept = { message: 'it is kept', remedy: 'do as it says, then give this command again' }
    deepEqual(forPusher({ type: 'outcome', exit: 1, ...words, others: [kept, { message: 'and 3 more' }] }), {
      type: 'outcome',
      exit: 1,
      message: 'it failed',
      remedy:
        'it goes on by itself once that passes, under the running `reconcile serve`; else look at it with `reconcile describe service/web -n shop`; correct the manifest and push again, or begin it anew with `reconcile rollout retry web -n shop`',
      others: [{ message: 'it is kept', remedy: 'do as it says, then push again' }, { message: 'and 3 more' }],
    })
  })

  it('names a change to push where the same push would do nothing', () => {
    const remedy =
      'bring it there; then apply again, or once its rollout has failed `reconcile rollout retry web -n shop`'
    deepEqual(
      forPusher({ type: 'outcome', exit: 1, message: 'it failed', remedy }).remedy,
      remedy.replace('apply again', 'push a change'),
    )
  })

  it('is as it was where nothing is to be done', () => {
    const done = { type: 'outcome', exit: 0, message: 'converged: 1 service' } as const
    deepEqual(forPusher(done), done)
  })
})
