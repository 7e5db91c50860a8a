import { deepEqual, equal } from 'node:assert/strict'
import type { V1Service, V1ServiceStatus } from '../../../api/v1/generated/types.ts'
import { standingOf } from '../../../cli/commands/rollout-standing.ts'
import { aService } from '../../support/builders.ts'

const counts = { observedGeneration: 1, desiredReplicas: 3, updatedReplicas: 1, readyReplicas: 2 }

function serviceWith(status: V1ServiceStatus): V1Service & { readonly kind: 'Service' } {
  const service = aService()
  return { ...service, metadata: { ...service.metadata, generation: 1 }, status: { ...counts, ...status } }
}

function saidOf(reason: string, message: string): string {
  const conditions = [{ type: 'Ready', status: 'False' as const, reason, message }]
  return standingOf(serviceWith({ rollout: { state: 'Progressing' }, conditions })).text
}

describe('how a rollout stands that is complete', () => {
  const standing = (status: 'True' | 'False', reason: string) =>
    standingOf(
      serviceWith({ rollout: { state: 'Completed' }, conditions: [{ type: 'Ready', status, reason, message: 'so' }] }),
    )

  it('is that its tasks fail, where they do so again and again', () => {
    deepEqual(standing('False', 'CrashLoop'), { text: 'rolled out, and fails since: 2 of 3 ready', end: 'down' })
    deepEqual(standing('False', 'Unhealthy').end, 'down')
  })
  it('is complete all the same where they are healed, or work', () => {
    deepEqual(standing('False', 'StoppedByHand').end, 'complete')
    deepEqual(standing('True', 'AllReady').end, 'complete')
  })
})

describe('how a rollout stands that goes on', () => {
  for (const { it: sentence, reason, message, wants } of [
    {
      it: 'is said with what it waits for',
      reason: 'PullFailed',
      message: '2 of 3 ready; web-2-1f: no such host, and it is tried again',
      wants: '1 of 3 updated, 2 of 3 ready; web-2-1f: no such host, and it is tried again',
    },
    {
      it: 'is said with what is to come, where all are ready',
      reason: 'RollingOut',
      message: '1 of 3 updated; web-2-1f: it has no container yet',
      wants: '1 of 3 updated; web-2-1f: it has no container yet',
    },
    {
      it: 'is said with what is to come, where nobody goes on with it',
      reason: 'NotDoneYet',
      message: '1 of 3 updated; web-2-1f: it has no container yet; nothing works on that',
      wants: '1 of 3 updated; web-2-1f: it has no container yet; nothing works on that',
    },
    {
      it: 'is said once with what fits no node, where nobody goes on with it',
      reason: 'NoNodeFits',
      message: '0 of 3 updated; web-2-1f: no node fits: a: it is drained',
      wants: '0 of 3 updated; web-2-1f: no node fits: a: it is drained',
    },
    {
      it: 'leaves out how far a pull is, which would be a line each time',
      reason: 'Pulling',
      message: '2 of 3 ready; web-2-1f: pulls app:2, 12 of 80 MB',
      wants: '1 of 3 updated, 2 of 3 ready',
    },
  ])
    it(sentence, () => equal(saidOf(reason, message), wants))
})
