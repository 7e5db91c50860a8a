import { deepEqual, equal, match } from 'node:assert/strict'
import {
  diskPressure,
  drained,
  isOver,
  type Left,
  type NodeView,
  planNode,
  type StillThere,
} from '../../../controllers/node/plan.ts'
import type { EngineInfo } from '../../../engine/types/engine.ts'
import { aNode, NOW } from '../../support/builders.ts'

const info = (id: string) => ({ id, version: '28.5', apiVersion: '1.51' }) as EngineInfo
const known = aNode('a', {}, { engineID: 'E1' })
const lost = aNode(
  'a',
  {},
  { engineID: 'E1', conditions: [{ type: 'Ready', status: 'False', reason: 'NodeLost', message: 'no answer' }] },
)

function view(more: Partial<NodeView>): NodeView {
  return {
    node: known,
    synced: true,
    lastAnswer: NOW,
    askedSince: NOW - 100_000,
    graceMs: 40_000,
    diskReserveRatio: 0.05,
    now: NOW,
    info: info('E1'),
    ...more,
  }
}

describe('planNode', () => {
  for (const { it: sentence, given, wants } of [
    { it: 'is ready when its engine answers', given: view({}), wants: ['True', 'EngineAnswers', 'E1'] },
    {
      it: 'records the engine that answers first',
      given: view({ node: aNode('a') }),
      wants: ['True', 'EngineAnswers', 'E1'],
    },
    {
      it: 'is not known before its first list',
      given: view({ synced: false }),
      wants: ['Unknown', 'EngineSilent', 'E1'],
    },
    {
      it: 'is given a grace when it falls silent (S5)',
      given: view({ unreachable: 'refused', lastAnswer: NOW - 10_000 }),
      wants: ['Unknown', 'GraceRunning', 'E1'],
    },
    {
      it: 'is lost after the grace',
      given: view({ unreachable: 'refused', lastAnswer: NOW - 40_000 }),
      wants: ['False', 'NodeLost', 'E1'],
    },
    {
      it: 'is given the same grace when it never answered, from when it was first asked',
      given: view({ unreachable: 'refused', lastAnswer: 0, askedSince: NOW - 10_000 }),
      wants: ['Unknown', 'GraceRunning', 'E1'],
    },
    {
      it: 'is lost when it never answered within the grace',
      given: view({ unreachable: 'refused', lastAnswer: 0, askedSince: NOW - 40_000 }),
      wants: ['False', 'NodeLost', 'E1'],
    },
    {
      it: 'stays lost when it answers again, until its list is in',
      given: view({ node: lost, unreachable: 'not listed', lastAnswer: NOW }),
      wants: ['False', 'NodeLost', 'E1'],
    },
    {
      it: 'is given a grace anew when it is asked anew, though it was lost before',
      given: view({ node: lost, unreachable: 'refused', lastAnswer: NOW - 90_000, askedSince: NOW - 10_000 }),
      wants: ['Unknown', 'GraceRunning', 'E1'],
    },
    {
      it: 'is not lost, however long it lets nobody in',
      given: view({ unreachable: 'its certificate has expired', keepsOut: true, lastAnswer: NOW - 400_000 }),
      wants: ['False', 'AccessDenied', 'E1'],
    },
    {
      it: 'is held when another engine answers in its place',
      given: view({ info: info('E2') }),
      wants: ['False', 'EngineChanged', 'E1'],
    },
    {
      it: 'is not said to be another engine before that is listed, as nobody knows yet what it has',
      given: view({ info: info('E2'), synced: false }),
      wants: ['Unknown', 'EngineSilent', 'E1'],
    },
    {
      it: 'is not said to be another engine before that is listed where it was silent before, as in an upgrade',
      given: view({ info: info('E2'), synced: false, unreachable: 'refused' }),
      wants: ['Unknown', 'GraceRunning', 'E1'],
    },
    {
      it: 'takes the other engine when a person approved that one',
      given: view({ info: info('E2'), approvedID: 'E2' }),
      wants: ['True', 'EngineAnswers', 'E2'],
    },
    {
      it: 'does not take a third engine for the approved one',
      given: view({ info: info('E3'), approvedID: 'E2' }),
      wants: ['False', 'EngineChanged', 'E1'],
    },
  ])
    it(sentence, () => {
      const { ready, engineID } = planNode(given)
      deepEqual([ready.status, ready.reason, engineID], wants)
    })

  it('says of one that never answered that it did not yet, and looks again when its grace ends', () => {
    const { ready, nextAt } = planNode(view({ unreachable: 'refused', lastAnswer: 0, askedSince: NOW - 10_000 }))
    equal(ready.message, 'it has not answered yet: refused')
    equal(nextAt, NOW + 30_000)
  })

  it('says of a lost one for how long it was asked', () =>
    equal(
      planNode(view({ unreachable: 'refused', lastAnswer: 0, askedSince: NOW - 50_000 })).ready.message,
      'no answer for 50 s: refused',
    ))

  it('does not say of a lost one that answers and fails that it gives no answer', () => {
    const failing = { unreachable: 'list volumes on a: no plugin', obstacle: 'Failing' as const }
    const { message } = planNode(view({ ...failing, lastAnswer: 0, askedSince: NOW - 50_000 })).ready
    equal(message, 'it has failed for 50 s: list volumes on a: no plugin')
  })

  it('says what to do about another engine', () =>
    match(planNode(view({ info: info('E2') })).ready.message ?? '', /reconcile approve node\/a/))

  it('keeps the first of the tasks that another engine lacks, and how many there are', () => {
    const some = (stack: string) => Array.from({ length: 1000 }, (_, at) => `${stack}/web-${at}`)
    const lacking = { recorded: 0, found: 0, bound: some('shop'), unplaced: some('blog') }
    const { otherEngine: other, ready } = planNode(view({ info: info('E2'), lacking }))
    deepEqual([other?.lacking?.length, other?.lackingCount], [20, 1000])
    deepEqual([other?.unplaced?.length, other?.unplacedCount], [20, 1000])
    match(
      ready.message ?? '',
      /shop\/web-19 and 980 more, and what has no node yet: blog\/web-0, .*blog\/web-19 and 980 more$/,
    )
  })
})

describe('the disk of a node', () => {
  const GiB = 1024 ** 3
  const of = (freeBytes: number, sizeBytes: number, ratio = 0.05) =>
    diskPressure(view({ info: { ...info('E1'), disk: { path: '/d', freeBytes, sizeBytes } }, diskReserveRatio: ratio }))
  for (const { it: sentence, found, wants } of [
    { it: 'that nobody can see has no pressure', found: diskPressure(view({})), wants: undefined },
    { it: 'has room with a twentieth of it free', found: of(0.5 * GiB, 10 * GiB), wants: 'DiskHasRoom' },
    { it: 'is almost full with less', found: of(0.49 * GiB, 10 * GiB), wants: 'DiskAlmostFull' },
    { it: 'has room with 2 GiB free, however large it is', found: of(2 * GiB, 1000 * GiB), wants: 'DiskHasRoom' },
    { it: 'is almost full with less than that', found: of(2 * GiB - 1, 1000 * GiB), wants: 'DiskAlmostFull' },
    { it: 'never is where nothing is to stay free', found: of(0, GiB, 0), wants: 'DiskHasRoom' },
  ])
    it(sentence, () => equal(found?.reason, wants))
})

describe('a drained node', () => {
  const leaves: StillThere = { task: 'shop/api-1' }
  const data: StillThere = { task: 'shop/db-1', because: 'its data is there', moves: 'reconcile restart db -n shop' }
  const job: StillThere = { task: 'shop/job-1', because: 'it is let end, as a job', passes: true }
  const paused: StillThere = { task: 'shop/web-1', because: 'paused by hand' }
  const moves = '`reconcile restart db -n shop` moves what may leave its data behind'

  for (const [what, there, wants] of [
    ['is empty', [], ['True', 'NoTasks', 'no task of this home is there']],
    [
      'has some that leave',
      [leaves, data],
      [
        ...['False', 'TasksThere'],
        `shop/api-1 leaves as its service's rollout goes on and another node fits it; shop/db-1 (its data is there) stays; ${moves}`,
      ],
    ],
    [
      'has some that are stopped, beside one that leaves',
      [{ task: 'shop/agent-1', ends: true }, { task: 'shop/old-1', ends: true }, leaves],
      [
        ...['False', 'TasksThere'],
        "shop/agent-1, shop/old-1 are being stopped; shop/api-1 leaves as its service's rollout goes on and another node fits it",
      ],
    ],
    [
      'has a job beside what stays',
      [job, data],
      [
        ...['False', 'TasksThere'],
        `shop/job-1 (it is let end, as a job), shop/db-1 (its data is there) stay; ${moves}`,
      ],
    ],
    [
      'has what stays alone, and names what moves it once',
      [data, { ...data, task: 'shop/db-2' }],
      ['False', 'TasksStay', `shop/db-1 (its data is there), shop/db-2 (its data is there) stay; ${moves}`],
    ],
    [
      'has what a volume holds, which no command moves',
      [{ task: 'shop/db-1', because: 'its data is there', volumes: ['shop/data'] }],
      [
        ...['False', 'TasksStay'],
        'shop/db-1 (its data is there) stays; the volume shop/data has to be moved by hand: docs/hosts.md says how, under "To move a volume"',
      ],
    ],
    ['has what is paused', [paused], ['False', 'TasksStay', 'shop/web-1 (paused by hand) stays']],
  ] as const)
    it(`says what is there where it ${what}`, () => {
      const said = drained(view({ drained: there }))
      deepEqual([said?.status, said?.reason, said?.message], wants)
    })

  it('says that nothing leaves it while it does not answer, and why that is', () => {
    const said = drained(view({ drained: [paused], unreachable: 'nothing answers at tcp://h1:2375' }))
    equal(
      said?.message,
      'it does not answer, and nothing leaves it before it does: nothing answers at tcp://h1:2375; shop/web-1 (paused by hand) stays',
    )
  })
})

describe('a node that no file declares any more', () => {
  const nothing: Left = { tasks: [], networks: [], renamed: false }
  const networks = { ...nothing, networks: ['shop_default'] }
  const since = (ms: number) => {
    const lastTransitionTime = new Date(NOW - ms).toISOString()
    const said = { type: 'Withdrawn', status: 'True' as const, reason: 'NetworksThere', lastTransitionTime }
    return aNode('a', {}, { engineID: 'E1', conditions: [said] })
  }
  const silent = { unreachable: 'refused', lastAnswer: NOW - 10_000 }
  for (const [what, left, more, over] of [
    ['goes where nothing is left', nothing, {}, true],
    ['stays with its tasks', { ...networks, tasks: ['shop/web-1'] }, { node: since(90_000) }, false],
    ['stays until its networks are removed', networks, {}, false],
    ['stays for them at first', networks, { node: since(50_000) }, false],
    ['stays for them no longer than a minute', networks, { node: since(60_000) }, true],
    ['waits for none of an engine that does not answer', networks, silent, true],
    ['waits for none where its engine has another name', { ...networks, renamed: true }, {}, true],
  ] as const)
    it(what, () => {
      const given = view({ withdrawn: left, ...more })
      equal(isOver(given, planNode(given)), over)
    })
})
