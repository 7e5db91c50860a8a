import { equal, match } from 'node:assert/strict'
import type { V1Task } from '../../../../../api/v1/generated/types.ts'
import { API_VERSION, type ObjectOf } from '../../../../../api/v1/kinds.ts'
import { verdictOf } from '../../../../../cli/local/waiting/ends/verdict.ts'
import { ago, NOW } from '../../../../support/builders.ts'

describe('the verdict of a wait for an image', () => {
  const verdict = (objects: readonly ObjectOf[], tasks: readonly V1Task[]) =>
    verdictOf({ objects, tasks, leaving: [], silent: [], holds: [], since: NOW, now: NOW, isFresh: true, isIdle: true })

  it('is 1 when it is never pulled and not on its node', () => {
    const outcome = verdict([rolling('web', 'ImageMissing', 2_000)], [imageless(0)])
    equal(outcome?.exit, 1)
    match(
      outcome?.remedy ?? '',
      /^look at it with `reconcile describe service\/web -n shop`, then correct what it says/,
    )
  })

  it('is open while another service may bring it', () =>
    equal(verdict([rolling('web', 'ImageMissing', 2_000), rolling('api', 'Building', 0)], [imageless(0)]), undefined))

  it('is open while a rollout is about to fail, as the registry has no such image', () =>
    equal(verdict([rolling('web', 'ImageMissing', 2_000)], [imageless(1)]), undefined))
})

/** A task of `web` without an image, which was asked for so often. */
function imageless(failures: number): V1Task {
  const status = { phase: 'Preparing' as const, reason: 'ImageMissing', failures }
  const spec = { service: 'web', slot: 1, template: {} }
  return { apiVersion: API_VERSION, kind: 'Task', metadata: { name: 'web-1', namespace: 'shop' }, spec, status }
}

/** A service whose rollout is not through, for this reason since so long. */
function rolling(name: string, reason: string, forMs: number): ObjectOf {
  const ready = { type: 'Ready', status: 'False' as const, reason, message: '', lastTransitionTime: ago(forMs) }
  const status = { observedGeneration: 1, conditions: [ready], rollout: { state: 'Progressing' as const } }
  const metadata = { name, namespace: 'shop', generation: 1 }
  return { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: {} }, status } as ObjectOf
}
