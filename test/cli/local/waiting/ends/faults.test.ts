import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Condition, V1RolloutStatus, V1Task, V1TaskStatus } from '../../../../../api/v1/generated/types.ts'
import { API_VERSION, type ObjectOf } from '../../../../../api/v1/kinds.ts'
import { verdictOf } from '../../../../../cli/local/waiting/ends/verdict.ts'
import type { WaitView } from '../../../../../cli/local/waiting/view/wait-view.ts'
import { ago, NOW } from '../../../../support/builders.ts'

const gone = aService('gone', 'Completed', 'NoNodeFits')
const api = aService('api', 'Stalled', 'RolloutFailed')

describe('a wait that ends while several things are wrong', () => {
  const rows: readonly { it: string; view: Partial<WaitView>; wants: readonly string[] }[] = [
    {
      it: 'names each service whose rollout failed',
      view: { objects: [api, aService('db', 'RolledBack', 'RolledBack'), aService('web', 'Stalled', 'RolloutFailed')] },
      wants: ['Service shop/api failed', 'Service shop/db was rolled back', 'Service shop/web failed'],
    },
    {
      it: 'names with it what is held, if only for a moment, and what is refused',
      view: {
        objects: [
          aVolume('data', 'ExternalMissing', { forMs: 10 }),
          aVolume('logs', 'RefusedByEngine', { forMs: 10 }),
          api,
        ],
      },
      wants: ['Service shop/api failed', 'Volume shop/data: it is so', 'Volume shop/logs: it is so'],
    },
    {
      it: 'names with it what crashes, or lacks its image, and would have been waited for yet',
      view: {
        objects: [aService('job', 'Completed', 'CrashLoop'), aService('web', 'Progressing', 'PullFailed'), api],
        tasks: [
          aTask('job', { reason: 'CrashLoop', failures: 2 }),
          aTask('web', { reason: 'PullFailed', failures: 6 }),
        ],
      },
      wants: ['Service shop/api failed', 'Service shop/job: it is so', 'Service shop/web: it is so'],
    },
    {
      it: 'names with it what fits on no node',
      view: { objects: [aService('web', 'Progressing', 'NoNodeFits'), api] },
      wants: ['Service shop/api failed', 'Service shop/web: it is so'],
    },
    {
      it: 'names nothing that only waits for what it names',
      view: { objects: [aService('web', 'Progressing', 'DependencyFailed'), api] },
      wants: ['Service shop/api failed'],
    },
    {
      it: 'names what a failed service uses with it, and not once more',
      view: { objects: [{ ...api, spec: mounting('data') } as ObjectOf, aVolume('data', 'SpecDiffers')] },
      wants: ['Service shop/api failed: it is so; Volume shop/data: it is so'],
    },
    {
      it: 'says once what others have',
      view: {
        objects: [
          ...['front', 'back'].map(heldByCompose),
          ...['web', 'db'].map((name) => aService(name, 'Progressing', 'NameTaken')),
        ],
        tasks: ['web', 'db'].map((name) => aTask(name, { reason: 'NameTaken', maker: { project: 'shop' } })),
      },
      wants: [
        'docker compose runs project shop, which holds up Network shop/front, Network shop/back, Service shop/web',
      ],
    },
    {
      it: 'says once what one pause holds',
      view: { objects: ['a', 'b', 'c', 'd'].map((name) => aService(name, 'Completed', 'Paused')) },
      wants: ['Service shop/a, Service shop/b, Service shop/c and 1 more: it is so'],
    },
    {
      it: 'names each volume that is lost, and what is wrong beside',
      view: { objects: [aVolume('a', 'VolumeLost'), aVolume('b', 'VolumeLost'), aVolume('c', 'ExternalMissing')] },
      wants: ['Volume shop/a waits for a decision', 'Volume shop/b waits for a decision', 'Volume shop/c: it is so'],
    },
    {
      it: 'says each decision that is asked for',
      view: { holds: ['approve 12ab', 'approve 34cd'].map((message) => ({ message, resources: [] })) },
      wants: ['approve 12ab', 'approve 34cd'],
    },
    {
      it: 'says last which decision is asked for beside what failed, however much that is, and nothing of what that is about',
      view: {
        objects: [...Array.from({ length: 11 }, (_, i) => aService(`s${i}`, 'Completed', 'NoNodeFits')), gone],
        holds: [{ message: 'approve 12ab', resources: ['Service/shop/gone'] }],
      },
      wants: [...Array.from({ length: 10 }, (_, i) => `Service shop/s${i}:`), 'and 1 more', 'approve 12ab'],
    },
    {
      it: 'names each host that does not answer, and what failed on another',
      view: {
        objects: [api],
        othersAnswer: true,
        silent: ['b', 'c'].map((node) => ({ node, because: 'refused', forMs: 20_000 })),
      },
      wants: [
        "the engine of node b can't be reached",
        "the engine of node c can't be reached",
        'Service shop/api failed',
      ],
    },
  ]
  for (const { it: sentence, view, wants } of rows)
    it(sentence, () => {
      const said = allOf(view)
      equal(said.length, wants.length, JSON.stringify(said))
      for (const [index, start] of wants.entries())
        equal(said[index]?.message.startsWith(start), true, said[index]?.message)
      equal(new Set(said.map(({ message }) => message)).size, wants.length)
    })

  it('gives each its own remedy', () => {
    const [first, second] = allOf({ objects: [api, aVolume('data', 'ExternalMissing')] })
    match(first?.remedy ?? '', /describe service\/api/)
    match(second?.remedy ?? '', /describe volume\/data/)
  })

  it('starts with one command all that waits for what is stopped', () => {
    const db = aService('db', 'Completed', 'Stopped')
    const [a, b] = ['a', 'b'].map((name) => ({
      ...aService(name, 'Progressing', 'DependencyFailed'),
      spec: after('db'),
    }))
    const tasks = ['a', 'b'].map((name) => aTask(name, { reason: 'DependencyFailed' }))
    const said = allOf({ objects: [stoppedByHand(db), a, b] as ObjectOf[], tasks })
    const remedy = '`reconcile start db a b -n shop`'
    deepEqual(said, [
      { message: 'Service shop/a: it is so', remedy },
      { message: 'Service shop/b: it is so', remedy },
    ])
  })

  it('tells ten in full, names the next, and quotes less of all but the first', () => {
    const names = Array.from({ length: 15 }, (_, index) => `s${index}`)
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`)
    const objects = names.map((name) => aService(name, 'Stalled', 'RolloutFailed'))
    const tasks = names.map((name) => aTask(name, { phase: 'Failed', lastLogLines: lines }))
    const said = allOf({ objects, tasks })
    equal(said.length, 11)
    deepEqual(
      said.map((each) => each.lines?.length),
      [10, ...Array(9).fill(5), undefined],
    )
    equal(said[10]?.message, 'and 5 more: Service shop/s10, Service shop/s11, Service shop/s12 and 2 more')
  })
})

/** All that is said at the end. */
function allOf(more: Partial<WaitView>) {
  const now = { since: 0, now: NOW, isFresh: true, isIdle: true }
  const outcome = verdictOf({ objects: [], tasks: [], leaving: [], silent: [], holds: [], ...now, ...more })
  if (!outcome) return []
  const { type: _, exit: __, others = [], ...first } = outcome
  return [first, ...others]
}

type State = NonNullable<V1RolloutStatus['state']>

function aService(name: string, state: State, reason: string): ObjectOf<'Service'> {
  return {
    apiVersion: API_VERSION,
    kind: 'Service',
    metadata: { name, namespace: 'shop', generation: 1 },
    spec: { template: {} },
    status: { observedGeneration: 1, rollout: { state }, conditions: [notReady(reason)] },
  }
}

function stoppedByHand(service: ObjectOf<'Service'>): ObjectOf {
  const message = `stopped by hand since 10:00; \`reconcile start service/${service.metadata.name} -n shop\` runs it again`
  const conditions: V1Condition[] = [{ type: 'Ready', status: 'True', reason: 'Stopped', message }]
  return { ...service, status: { ...service.status, conditions } }
}

function mounting(source: string): object {
  return { template: { mounts: [{ type: 'Volume', source, target: '/d' }] } }
}

function after(service: string): object {
  return { template: {}, dependsOn: [{ service }] }
}

function aTask(service: string, status: V1TaskStatus): V1Task {
  const metadata = { name: `${service}-1`, namespace: 'shop' }
  return { apiVersion: API_VERSION, kind: 'Task', metadata, spec: { service, slot: 1, template: {} }, status }
}

function aVolume(name: string, reason: string, { forMs = 5_000, message = 'it is so' } = {}): ObjectOf {
  return {
    apiVersion: API_VERSION,
    kind: 'Volume',
    metadata: { name, namespace: 'shop', generation: 1 },
    spec: {},
    status: { observedGeneration: 1, conditions: [{ ...notReady(reason, forMs), message }] },
  }
}

function heldByCompose(name: string): ObjectOf {
  const nodes = [{ node: 'local', state: 'Held', maker: { project: 'shop' } }]
  return {
    apiVersion: API_VERSION,
    kind: 'Network',
    metadata: { name, namespace: 'shop', generation: 1 },
    spec: {},
    status: { observedGeneration: 1, nodes, conditions: [notReady('ForeignObject')] },
  }
}

function notReady(reason: string, forMs = 5_000): V1Condition {
  return { type: 'Ready', status: 'False', reason, message: 'it is so', lastTransitionTime: ago(forMs) }
}
