import { equal, match } from 'node:assert/strict'
import type { V1Condition } from '../../../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../../../api/v1/kinds.ts'
import { verdictOf } from '../../../../../cli/local/waiting/ends/verdict.ts'
import type { WaitView } from '../../../../../cli/local/waiting/view/wait-view.ts'
import { ago, aNetwork, aService, aTask, NOW, specified } from '../../../../support/builders.ts'

const retiring = specified(aTask(1, 'r1'), { desiredState: 'Removed' })

function notReady(reason: string, forMs = 0): V1Condition {
  return { type: 'Ready', status: 'False', reason, message: 'the engine says so', lastTransitionTime: ago(forMs) }
}

/** A rollout that waits for a network, or stands as this says. */
function aRollout(reason = 'WaitingForNetwork', more: object = {}): ObjectOf {
  const rollout = { state: 'Progressing' as const, updated: 1 }
  const status = { observedGeneration: 1, rollout, conditions: [notReady(reason)], ...more }
  return aService({ updateStrategy: { failureAction: 'Rollback' } }, status) as ObjectOf
}

/** A wait for a rollout and its network, of which this is said for so long; it was not ready long before. */
function aWait(reason: string, forMs: number, more: Partial<WaitView> = {}): WaitView {
  const network = {
    ...aNetwork(),
    status: { observedGeneration: 1, conditions: [notReady(reason, 3_600_000)] },
  } as ObjectOf
  const refusals = new Map([['Network/shop/default', NOW - forMs] as const])
  const now = { since: NOW, now: NOW, isFresh: true, isIdle: true, refusals }
  return { objects: [aRollout(), network], tasks: [], leaving: [], silent: [], holds: [], ...now, ...more }
}

/** The same, with this in the place of the rollout. */
function beside(rollout: ObjectOf): WaitView {
  const wait = aWait('RefusedByEngine', 6_000)
  return { ...wait, objects: [rollout, ...wait.objects.slice(1)] }
}

/** The same of its network alone, which waits for approval. */
function aHeldOne(): WaitView {
  const wait = aWait('RefusedByEngine', 6_000)
  return { ...wait, objects: wait.objects.slice(1), holds: HELD }
}

const HELD = [{ message: 'approve it', resources: ['Network/shop/default' as const] }]

describe('a wait for what an engine refuses', () => {
  for (const { it: sentence, view, wants } of [
    { it: 'ends with 1 once it was asked again and again', view: aWait('RefusedByEngine', 6_000), wants: 1 },
    { it: 'goes on while it was asked a few times alone', view: aWait('RefusedByEngine', 4_000) },
    { it: 'goes on while what ends may make room', view: aWait('RefusedByEngine', 6_000, { tasks: [retiring] }) },
    {
      it: 'goes on while what is to go may make room',
      view: aWait('RefusedByEngine', 29_000, { leaving: ['Network/shop/old'] }),
    },
    {
      it: 'ends with 1 where that does not go either',
      view: aWait('RefusedByEngine', 31_000, { leaving: ['Network/shop/old'] }),
      wants: 1,
    },
    { it: 'is no end of what waits for approval, as older files had it', view: aHeldOne(), wants: 6 },
    { it: 'goes on for others while it waits for approval', view: { ...aWait('RefusedByEngine', 6_000), holds: HELD } },
    { it: 'goes on while a loop is at what waits for approval', view: { ...aHeldOne(), isIdle: false } },
    { it: 'goes on while a loop is at something', view: aWait('RefusedByEngine', 6_000, { isIdle: false }) },
    { it: 'goes on while another rollout does', view: beside(aRollout('Starting')) },
    {
      it: 'goes on while an update that is half done is to be rolled back',
      view: beside(aRollout('WaitingForNetwork', { currentRevision: 'r1', updateRevision: 'r2' })),
    },
    { it: 'ends with 1 where the engine fails for long', view: aWait('CallFailed', 31_000), wants: 1 },
    { it: 'goes on while that may pass', view: aWait('CallFailed', 29_000) },
    { it: 'ends with 1 where bytes can’t be put on a node for long', view: aWait('DeliveryFailed', 31_000), wants: 1 },
    { it: 'ends with 1 where an engine gives no answer for long', view: aWait('Unanswered', 31_000), wants: 1 },
    { it: 'goes on while they may be in a moment', view: aWait('DeliveryFailed', 29_000) },
  ])
    it(sentence, () => equal(verdictOf(view)?.exit, wants))

  it('says what the engine says, and what to do', () => {
    const outcome = verdictOf(aWait('RefusedByEngine', 6_000))
    equal(outcome?.message, 'Network shop/default: the engine says so')
    match(outcome?.remedy ?? '', /^mend what it says, .* tried again with the next apply/)
  })
})

describe('a wait for what is to go, and is used', () => {
  for (const { it: sentence, view, wants } of [
    { it: 'ends with 1 where a task of another stack stays', view: aWait('UsedElsewhere', 5_000), wants: 1 },
    { it: 'ends with 1 where nothing of it goes for long', view: aWait('InUse', 21_000), wants: 1 },
    { it: 'goes on while what uses it may go', view: aWait('InUse', 19_000) },
    { it: 'goes on while its engine may let go of it', view: aWait('KeptByEngine', 19_000) },
    { it: 'ends with 1 where its engine keeps it', view: aWait('KeptByEngine', 21_000), wants: 1 },
    { it: 'goes on while its engine may remove it yet', view: aWait('CallFailed', 29_000) },
    { it: 'ends with 1 where its engine fails to, again and again', view: aWait('CallFailed', 31_000), wants: 1 },
    { it: 'goes on while tasks end', view: aWait('UsedElsewhere', 5_000, { tasks: [retiring] }) },
  ])
    it(sentence, () => {
      const objects = view.objects.slice(1)
      equal(verdictOf({ ...view, objects, leaving: ['Network/shop/default'] })?.exit, wants)
    })
})
