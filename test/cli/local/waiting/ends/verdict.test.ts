import { equal, match } from 'node:assert/strict'
import type { V1Condition, V1ServiceStatus, V1Task, V1TaskStatus } from '../../../../../api/v1/generated/types.ts'
import { API_VERSION, type ObjectOf } from '../../../../../api/v1/kinds.ts'
import { verdictOf, whatIsMissing } from '../../../../../cli/local/waiting/ends/verdict.ts'
import type { WaitView } from '../../../../../cli/local/waiting/view/wait-view.ts'
import type { ResourceId } from '../../../../../store/source/reading/reading.ts'
import { ago, NOW } from '../../../../support/builders.ts'

describe('the verdict of a wait', () => {
  for (const { it: sentence, view, wants } of [
    { it: 'is 0 when everything is ready and rolled out', view: { objects: [aService({})] }, wants: 0 },
    { it: 'is 0 for a stack without services', view: { objects: [aVolume(ready())] }, wants: 0 },
    {
      it: 'is 0 for no replicas',
      view: { objects: [aService({ rollout: { state: 'None' }, desiredReplicas: 0 })] },
      wants: 0,
    },
    { it: 'is open while a status is of an older spec', view: { objects: [aService({ observedGeneration: 1 })] } },
    { it: 'is open before the loops have looked', view: { objects: [aService({})], isFresh: false } },
    { it: 'is open while a task is not ready', view: { objects: [aService({ conditions: [notReady('Creating')] })] } },
    { it: 'is open while a rollout goes on', view: { objects: [aService({ rollout: { state: 'Progressing' } })] } },
    { it: 'is open until what was deleted is gone', view: { objects: [aService({})], leaving: ['Service/shop/old'] } },
    { it: 'is open until tasks that nobody wants are gone', view: { objects: [aService({})], tasks: [aRetiring()] } },
    {
      it: 'is open while a lock holds up what is to be done for a task that runs well, as removing its second container',
      view: { objects: [aService({})], tasks: [aTaskBehindLock()] },
    },
    { it: 'is 1 when a rollout stalls', view: { objects: [aService({ rollout: { state: 'Stalled' } })] }, wants: 1 },
    {
      it: 'is open while it ends what failed before',
      view: {
        objects: [aService({ rollout: { state: 'Stalled' }, conditions: [notReady('StoppingInOrder', 5_000)] })],
      },
    },
    { it: 'is 1 when rolled back', view: { objects: [aService({ rollout: { state: 'RolledBack' } })] }, wants: 1 },
    {
      it: 'is 1 for a hold that only a person lifts',
      view: { objects: [aService({}), aVolume(notReady('SpecDiffers', 5_000))] },
      wants: 1,
    },
    {
      it: 'is 1 when what is to go is left to containers of others',
      view: { objects: [aService({}), aVolume(notReady('ForeignUsers', 5_000))], leaving: ['Volume/shop/data'] },
      wants: 1,
    },
    {
      it: 'is 1 when a task of another stack stays with what is to go',
      view: { objects: [aService({}), aVolume(notReady('UsedElsewhere', 5_000))], leaving: ['Volume/shop/data'] },
      wants: 1,
    },
    {
      it: 'is 1 when all is done but what fits on no node',
      view: { objects: [aVolume(ready()), aService({ conditions: [notReady('NoNodeFits', 5_000)] })] },
      wants: 1,
    },
    {
      it: 'is 1 when what waits for that is all else that there is',
      view: {
        objects: ['NoNodeFits', 'WaitingForDependency'].map((why) => aService({ conditions: [notReady(why, 5_000)] })),
      },
      wants: 1,
    },
    {
      it: 'is 1 when what shares its namespace is all else that there is',
      view: {
        objects: ['NoNodeFits', 'WaitingForNamespace'].map((why) => aService({ conditions: [notReady(why, 5_000)] })),
      },
      wants: 1,
    },
    {
      it: 'is open while another one waits for what goes on',
      view: {
        objects: [
          aVolume(notReady('Creating', 5_000)),
          ...['NoNodeFits', 'WaitingForDependency'].map((why) => aService({ conditions: [notReady(why, 5_000)] })),
        ],
      },
    },
    {
      it: 'is open where a dependency is all that is missing, as it may be declared yet',
      view: { objects: [aService({ conditions: [notReady('WaitingForDependency', 5_000)] })] },
    },
    { it: 'is 1 when so is an update that is held as it is', view: { objects: [aHalfDone('Pause')] }, wants: 1 },
    { it: 'is open while such an update is to be rolled back', view: { objects: [aHalfDone('Rollback')] } },
    {
      it: 'is open while what goes on may make room on a node',
      view: {
        objects: [aVolume(notReady('Creating', 5_000)), aService({ conditions: [notReady('NoNodeFits', 5_000)] })],
      },
    },
    {
      it: 'is open while the node that it fits on may answer again',
      view: { ...silentFor(2_000), objects: [aService({ conditions: [notReady('NoNodeFits', 5_000)] })] },
    },
    {
      it: 'is open while a loop may find that they are gone',
      view: { objects: [aVolume(notReady('ForeignUsers', 5_000))], leaving: ['Volume/shop/data'], isIdle: false },
    },
    {
      it: 'is open while more than that is to go',
      view: {
        objects: [aVolume(notReady('ForeignUsers', 5_000))],
        leaving: ['Volume/shop/data', 'Network/shop/default'],
      },
    },
    {
      it: 'is open while tasks end, whatever is left to containers of others',
      view: { objects: [aVolume(notReady('ForeignUsers', 5_000))], tasks: [aRetiring()] },
    },
    {
      it: 'is open while a rollout goes on, whatever is left to containers of others',
      view: {
        objects: [aService({ rollout: { state: 'Progressing' } }), aVolume(notReady('ForeignUsers', 5_000))],
      },
    },
    {
      it: 'is 1 when a service stays in a crash loop that its rollout did not see',
      view: { objects: [aService({ conditions: [notReady('CrashLoop', 16_000)] })] },
      wants: 1,
    },
    {
      it: 'is 1 when a task ended for good after its rollout had gone through',
      view: { objects: [aService({ conditions: [notReady('GaveUp', 5_000)] })] },
      wants: 1,
    },
    {
      it: 'is open while a rollout may answer a task that ended for good',
      view: { objects: [aService({ conditions: [notReady('GaveUp', 5_000)], rollout: { state: 'Progressing' } })] },
    },
    {
      it: 'is 1 when what was rolled out does not come up for as long as a rollout may stand still',
      view: aLateOne(300_000, { failures: 9, progressedAt: ago(1_000) }),
      wants: 1,
    },
    { it: 'is open until then, however long it was so before', view: aLateOne(299_000) },
    { it: 'is open while its image comes', view: aLateOne(900_000, { reason: 'Pulling', progressedAt: ago(1_000) }) },
    { it: 'is open while it waits for another service', view: aLateOne(900_000, { reason: 'WaitingForDependency' }) },
    {
      it: 'is open while it has its time to start, though it ended by itself once, long ago',
      view: aLateOne(900_000, { reason: 'HealthStarting', restarts: 1, progressedAt: ago(400_000) }, 600),
    },
    {
      it: 'is open while no node fits it, as another service may make room',
      view: { ...aLateOne(900_000, { reason: 'NoNodeFits' }), isIdle: false },
    },
    {
      it: 'is 1 when the image of what was rolled out is not to be had any more',
      view: { objects: [aService({ conditions: [notReady('ImageMissing', 5_000)], rollout: { state: 'Completed' } })] },
      wants: 1,
    },
    {
      it: 'is open while a rollout may fail for an image that is missing',
      view: {
        objects: [aService({ conditions: [notReady('ImageMissing', 5_000)], rollout: { state: 'Progressing' } })],
      },
    },
    {
      it: 'is 1 when the first tasks of a service stay in a crash loop',
      view: {
        objects: [aService({ conditions: [notReady('CrashLoop', 16_000)], rollout: { state: 'Progressing' } })],
      },
      wants: 1,
    },
    {
      it: 'is open while an update crashes that its rollout may roll back',
      view: {
        objects: [
          aService({
            ...{ conditions: [notReady('CrashLoop', 16_000)], currentRevision: 'r1' },
            rollout: { state: 'Progressing', revision: 'r2' },
          }),
        ],
      },
    },
    {
      it: 'is open while a service that crashed may come up',
      view: { objects: [aService({ conditions: [notReady('CrashLoop', 5_000)] })] },
    },
    {
      it: 'is 1 when a registry has not answered five times',
      view: { objects: [aService({ conditions: [notReady('PullFailed', 9_000)] })], tasks: [aPulling(5)] },
      wants: 1,
    },
    {
      it: 'is 1 when it has not for an update, whose old tasks run',
      view: { objects: [aService({ conditions: [notReady('RollingOut', 9_000)] })], tasks: [aPulling(5)] },
      wants: 1,
    },
    {
      it: 'is open when it has not for a task that nobody wants any more',
      view: {
        objects: [aService({ conditions: [notReady('RollingOut', 9_000)] })],
        tasks: [{ ...aRetiring(), status: aPulling(5).status ?? {} }],
      },
    },
    {
      it: 'is open while a registry may answer after all',
      view: { objects: [aService({ conditions: [notReady('PullFailed', 90_000)] })], tasks: [aPulling(4)] },
    },
    { it: 'gives a hold a moment', view: { objects: [aVolume(notReady('SpecDiffers', 100))] } },
    { it: 'is open while a host is waited for', view: { objects: [aVolume(notReady('HostUnreachable', 5_000))] } },
    { it: 'is 6 when a volume is lost', view: { objects: [aVolume(notReady('VolumeLost', 5_000))] }, wants: 6 },
    { it: 'is 6 when losses wait for approval', view: { objects: [aService({})], holds: [aHold()] }, wants: 6 },
    {
      it: 'is open while something else goes on beside what waits for approval',
      view: { objects: [aService({ rollout: { state: 'Progressing' } })], holds: [aHold()] },
    },
    {
      it: 'is 6, and not 1, when what failed is to be replaced by what waits for approval',
      view: { objects: [aService({ rollout: { state: 'Stalled' } })], holds: [aHold('Service/shop/web')] },
      wants: 6,
    },
    {
      it: 'is 6, and not 1, when what goes once that is approved is held',
      view: { objects: [aService({}), aVolume(notReady('SpecDiffers', 5_000))], holds: [aHold('Volume/shop/data')] },
      wants: 6,
    },
    ...['NoNodeFits', 'WaitingForDependency'].map((why) => ({
      it: `is 6, and not 1, when what goes once that is approved stays at ${why}`,
      view: { objects: [aService({ conditions: [notReady(why, 5_000)] })], holds: [aHold('Service/shop/web')] },
      wants: 6,
    })),
    {
      it: 'is 1 when something else fails beside what waits for approval',
      view: { objects: [aService({ rollout: { state: 'Stalled' } })], holds: [aHold('Volume/shop/data')] },
      wants: 1,
    },
    {
      it: 'is open while what waits for approval is still brought to what older files say',
      view: { objects: [aService({ rollout: { state: 'Progressing' } })], holds: [aHold('Service/shop/web')] },
    },
    { it: 'is 1 when the state is refused', view: { objects: [aService({})], refusal: 'no space' }, wants: 1 },
    { it: 'is 5 when a host never answered', view: silentFor(Number.POSITIVE_INFINITY), wants: 5 },
    {
      it: 'is open when a host never answered while others are at work, as on a deletion',
      view: { ...silentFor(Number.POSITIVE_INFINITY), othersAnswer: true, isIdle: false, since: 0 },
    },
    {
      it: 'is 5 when a host never answered and others are done',
      view: { ...silentFor(Number.POSITIVE_INFINITY), objects: [], othersAnswer: true, since: 0 },
      wants: 5,
    },
    { it: 'is open when a host is silent for a moment', view: silentFor(2_000) },
    { it: 'is 5 when a host stays silent', view: silentFor(20_000), wants: 5 },
  ] as readonly { it: string; view: Partial<WaitView>; wants?: number }[])
    it(sentence, () => equal(verdictOf(aView(view))?.exit, wants))

  it('says how else an image comes to a host whose registry does not answer', () => {
    const outcome = verdictOf(
      aView({ objects: [aService({ conditions: [notReady('RollingOut', 9_000)] })], tasks: [aPulling(5)] }),
    )
    match(
      outcome?.remedy ?? '',
      /^a registry that is away .* is asked again with the next apply, .*docker load.*`reconcile rollout retry \S+ -n shop`$/,
    )
  })

  it('says what goes on by itself of a disk that is full, and of tasks that crash', () => {
    const say = (reason: string, tasks: readonly V1Task[] = []) =>
      verdictOf(aView({ objects: [aService({ conditions: [notReady(reason, 16_000)] })], tasks }))?.remedy ?? ''
    const full = aPulling(1)
    match(
      say('NoSpaceOnNode', [{ ...full, status: { ...full.status, reason: 'NoSpaceOnNode' } }]),
      /^make room on that disk: the image is asked for again with the next apply/,
    )
    match(
      say('CrashLoop'),
      /^it is started again by its engine, or with the next apply, .* and may come up yet; else look at it with/,
    )
  })

  it('quotes the last words of the task that failed', () => {
    const failing: V1Task = {
      apiVersion: API_VERSION,
      kind: 'Task',
      metadata: { name: 'web-1', namespace: 'shop' },
      spec: { service: 'web', slot: 1, template: {} },
      status: { phase: 'Failed', lastLogLines: ['no such table'] },
    }
    const outcome = verdictOf(aView({ objects: [aService({ rollout: { state: 'Stalled' } })], tasks: [failing] }))
    equal(outcome?.lines?.[0], 'no such table')
    match(outcome?.remedy ?? '', /reconcile describe service\/web -n shop/)
  })

  it('names what a failed service uses that is not as declared: the engine names it by nothing', () => {
    const failing = aService({ rollout: { state: 'Stalled', message: 'no subnet contains 10.0.0.5' } })
    const using = { ...failing, spec: { template: { mounts: [{ type: 'Volume', source: 'data', target: '/d' }] } } }
    const say = (service: ObjectOf, reason: string) =>
      verdictOf(aView({ objects: [service, aVolume(notReady(reason))] }))?.message
    const alone = 'Service shop/web failed: no subnet contains 10.0.0.5'
    equal(say(using as ObjectOf, 'SpecDiffers'), `${alone}; Volume shop/data: it is so`)
    equal(say(failing, 'SpecDiffers'), alone)
    equal(say(using as ObjectOf, 'Creating'), alone)
  })

  it('ends what a person is to mend with where it is declared', () => {
    const placeOf = (id: ResourceId) => ` (${id}.yaml:3)`
    const say = (object: ObjectOf) => verdictOf(aView({ objects: [object], placeOf }))?.message
    equal(say(aVolume(notReady('ExternalMissing', 5_000))), 'Volume shop/data: it is so (Volume/shop/data.yaml:3)')
    equal(
      say(aService({ rollout: { state: 'Stalled', message: 'it ends' } })),
      'Service shop/web failed: it ends (Service/shop/web.yaml:3)',
    )
  })

  it('says of a silent engine that what was asked for stays', () => {
    match(verdictOf(aView(silentFor(20_000)))?.remedy ?? '', /start the engine.*; what was asked for is kept/)
  })

  it('names the node to approve, whatever else another engine in its place holds', () => {
    const metadata = { name: 'local', generation: 1 }
    const node = { ...aVolume(notReady('EngineChanged', 5_000)), kind: 'Node', metadata } as ObjectOf
    const outcome = verdictOf(aView({ objects: [aVolume(notReady('EngineChanged', 5_000)), node] }))
    equal(outcome?.exit, 6)
    match(outcome?.remedy ?? '', /reconcile approve node\/local/)
  })

  it('names what is missing at a deadline', () => {
    const objects = [aService({ conditions: [notReady('Creating')] })]
    const view = aView({ objects, leaving: ['Service/shop/old'], placeOf: (id) => ` (${id}.yaml:3)` })
    equal(whatIsMissing(view), 'Service shop/web: it is so (Service/shop/web.yaml:3); Service/shop/old is not gone yet')
  })
})

function aHold(...resources: ResourceId[]): WaitView['holds'][number] {
  return { message: 'approve 12ab', resources }
}

function aRetiring(): V1Task {
  const spec = { service: 'web', slot: 2, template: {}, desiredState: 'Removed' as const }
  return { apiVersion: API_VERSION, kind: 'Task', metadata: { name: 'web-2', namespace: 'shop' }, spec }
}

/** A task that runs well, and whose second container stays behind the lock of another home. */
function aTaskBehindLock(): V1Task {
  const status = { phase: 'Running' as const, reason: 'WaitingForLock' }
  return { ...aRetiring(), spec: { service: 'web', slot: 1, template: {} }, status }
}

function aPulling(failures: number): V1Task {
  const status = { phase: 'Preparing' as const, reason: 'PullFailed', failures }
  return { ...aRetiring(), spec: { service: 'web', slot: 1, template: {} }, status }
}

/** A wait since so long for what was rolled out and is not ready for an hour; of its tasks one is so. */
function aLateOne(sinceMs: number, status: V1TaskStatus = {}, startPeriodSeconds = 0): Partial<WaitView> {
  const template = { healthcheck: { startPeriodSeconds } }
  const task = { ...aRetiring(), spec: { service: 'web', slot: 1, template }, status }
  const objects = [aService({ conditions: [notReady('Unhealthy', 3_600_000)] })]
  return { objects, tasks: [task], since: NOW - sinceMs }
}

function aView(more: Partial<WaitView>): WaitView {
  const now = { since: NOW, now: NOW, isFresh: true, isIdle: true }
  return { objects: [], tasks: [], leaving: [], silent: [], holds: [], ...now, ...more }
}

function silentFor(forMs: number): Partial<WaitView> {
  return {
    objects: [aService({ rollout: { state: 'Progressing' } })],
    silent: [{ node: 'local', because: 'refused', forMs }],
  }
}

function aService(status: V1ServiceStatus): ObjectOf {
  return {
    apiVersion: API_VERSION,
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', generation: 2 },
    spec: { template: {} },
    status: { observedGeneration: 2, rollout: { state: 'Completed' }, conditions: [ready()], ...status },
  }
}

/** An update of which some runs, and that no node fits the rest of. */
function aHalfDone(failureAction: 'Pause' | 'Rollback'): ObjectOf {
  const rollout = { state: 'Progressing' as const, updated: 1 }
  const revisions = { currentRevision: 'r1', updateRevision: 'r2' }
  const service = aService({ rollout, ...revisions, conditions: [notReady('NoNodeFits', 5_000)] })
  return { ...service, spec: { template: {}, updateStrategy: { failureAction } } } as ObjectOf
}

function aVolume(condition: V1Condition): ObjectOf {
  return {
    apiVersion: API_VERSION,
    kind: 'Volume',
    metadata: { name: 'data', namespace: 'shop', generation: 1 },
    spec: {},
    status: { observedGeneration: 1, conditions: [condition] },
  }
}

function ready(): V1Condition {
  return { type: 'Ready', status: 'True' }
}

function notReady(reason: string, forMs = 0): V1Condition {
  const lastTransitionTime = new Date(NOW - forMs).toISOString()
  return { type: 'Ready', status: 'False', reason, message: 'it is so', lastTransitionTime }
}
