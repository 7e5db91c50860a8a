import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Node, V1ServiceSpec, V1Task } from '../../../api/v1/generated/types.ts'
import { redactAssigned } from '../../../api/v1/redact/redact.ts'
import { meets } from '../../../controllers/scheduler/constraints.ts'
import { parseConstraint } from '../../../api/v1/placement-constraint.ts'
import { type Candidate, refusesGlobal, rulesOut } from '../../../controllers/scheduler/filters.ts'
import { planPlacement } from '../../../controllers/scheduler/plan.ts'
import { aNode, aService, aTask, specified } from '../../support/builders.ts'

function candidate(node: V1Node, own = 0, tasks: readonly V1Task[] = []): Candidate {
  const isOld = ({ metadata }: V1Task) => metadata.name.endsWith('-old')
  const known = new Map(tasks.map((task) => [task.metadata.name, task]))
  const counts = { own, ownLeaving: 0, ended: 0, peers: 0, load: tasks.length, placed: 0, replaced: 0 }
  return { node, ...counts, tasks: known, makesWay: isOld, givesClaims: () => false, pins: new Map() }
}

const pinned = (name: string, on: readonly string[], own = 0): Candidate => {
  return { ...candidate(aNode(name), own), pins: new Map([['data', { on: new Set(on) }]]) }
}

const inZone = (name: string, labels: Record<string, string>, own = 0) => candidate(aNode(name, { labels }), own)
const CPUS: V1ServiceSpec['template'] = { image: 'x', resources: { reservations: { cpus: 0.1 } } }
const fixed = { image: 'x', ports: [{ containerPort: 80, hostPort: 8080 }] }
const big = { image: 'x', resources: { reservations: { memoryBytes: 5e9 } } }
const mounting: V1ServiceSpec['template'] = { mounts: [{ type: 'Volume', source: 'data', target: '/data' }] }
const on = (hostIP: string) => ({ image: 'x', ports: [{ containerPort: 80, hostPort: 8080, hostIP }] })
const other = (template: V1Task['spec']['template']): V1Task =>
  specified(aTask(1, 'r1'), { service: 'other', template })

describe('planPlacement', () => {
  for (const { it: sentence, spec = {}, nodes, count = 1, wants } of [
    {
      it: 'takes the node with the fewest tasks of the service',
      nodes: [candidate(aNode('a'), 1), candidate(aNode('b'))],
      wants: ['b'],
    },
    {
      it: 'spreads the tasks of one pass',
      nodes: [candidate(aNode('a')), candidate(aNode('b'))],
      count: 3,
      wants: ['a', 'b', 'a'],
    },
    {
      it: 'then the one with the fewest tasks at all',
      nodes: [candidate(aNode('a'), 0, [other({})]), candidate(aNode('b'))],
      wants: ['b'],
    },
    {
      it: 'takes before that the one with most services that it is to reach',
      nodes: [candidate(aNode('a')), { ...candidate(aNode('b'), 0, [other({})]), peers: 1 }],
      wants: ['b'],
    },
    {
      it: 'spreads its own tasks all the same',
      nodes: [candidate(aNode('a')), { ...candidate(aNode('b'), 1), peers: 1 }],
      wants: ['a'],
    },
    {
      it: 'counts no task that is to go',
      nodes: [{ ...candidate(aNode('a'), 0, [other({})]), load: 0 }, candidate(aNode('b'))],
      wants: ['a'],
    },
    {
      it: 'then the one where it was before, one for each that it replaces',
      nodes: [candidate(aNode('a')), candidate(aNode('b')), { ...candidate(aNode('c')), replaced: 1 }],
      count: 2,
      wants: ['c', 'a'],
    },
    {
      it: 'leaves it for one with fewer tasks',
      nodes: [candidate(aNode('a')), { ...candidate(aNode('b'), 0, [other({})]), replaced: 1 }],
      wants: ['a'],
    },
    {
      it: 'leaves out a node that does not answer',
      nodes: [candidate(aNode('a', {}, { conditions: [] })), candidate(aNode('b'))],
      wants: ['b'],
    },
    {
      it: 'leaves out a drained node',
      nodes: [candidate(aNode('a', { drain: true })), candidate(aNode('b'))],
      wants: ['b'],
    },
    {
      it: 'leaves out a node that takes no new tasks',
      nodes: [candidate(aNode('a', { unschedulable: true }))],
      wants: [],
    },
    {
      it: 'heeds constraints',
      spec: { placement: { constraints: ['node.labels.disk==ssd'] } },
      nodes: [candidate(aNode('a')), candidate(aNode('b', { labels: { disk: 'SSD' } }))],
      wants: ['b'],
    },
    {
      it: 'heeds the platform',
      spec: { template: { image: 'x', platform: 'linux/arm64' } },
      nodes: [candidate(aNode('a')), candidate(aNode('b', {}, { architecture: 'aarch64' }))],
      wants: ['b'],
    },
    {
      it: 'heeds the platforms of its placement',
      spec: { placement: { platforms: [{ os: 'windows' }, { architecture: 'arm64' }] } },
      nodes: [candidate(aNode('a')), candidate(aNode('b', {}, { architecture: 'aarch64' }))],
      wants: ['b'],
    },
    {
      it: 'heeds reservations',
      spec: { template: big },
      nodes: [candidate(aNode('a'), 0, [other(big)]), candidate(aNode('b'))],
      wants: ['b'],
    },
    {
      it: 'counts what it reserves in the same pass',
      spec: { template: big },
      nodes: [candidate(aNode('a'))],
      count: 2,
      wants: ['a'],
    },
    {
      it: 'leaves out what makes way',
      spec: { template: { ...big, ...fixed } },
      nodes: [candidate(aNode('a'), 0, [{ ...other({ ...big, ...fixed }), metadata: { name: 'web-1-old' } }])],
      wants: ['a'],
    },
    {
      it: 'counts parts of CPUs without losing any',
      spec: { template: CPUS },
      nodes: [candidate(aNode('a', {}, { cpus: 1 }))],
      count: 10,
      wants: Array.from({ length: 10 }, () => 'a'),
    },
    {
      it: 'heeds that all addresses have one in them',
      spec: { template: on('127.0.0.1') },
      nodes: [candidate(aNode('a'), 0, [other(fixed)]), candidate(aNode('b'), 0, [other(on('10.0.0.1'))])],
      wants: ['b'],
    },
    {
      it: 'heeds host ports of other services',
      spec: { template: fixed },
      nodes: [candidate(aNode('a'), 0, [other(fixed)]), candidate(aNode('b'))],
      wants: ['b'],
    },
    {
      it: 'gives a host port to one task of the service on each node',
      spec: { template: fixed },
      nodes: [candidate(aNode('a')), candidate(aNode('b'), 0, [specified(aTask(1, 'r1'), { template: fixed })])],
      count: 2,
      wants: ['a'],
    },
    {
      it: 'heeds the most replicas per node',
      spec: { placement: { maxReplicasPerNode: 1 } },
      nodes: [candidate(aNode('a'))],
      count: 2,
      wants: ['a'],
    },
    {
      it: 'heeds of the most replicas per node those that go, too',
      spec: { placement: { maxReplicasPerNode: 1 } },
      nodes: [{ ...candidate(aNode('a')), ownLeaving: 1 }, candidate(aNode('b'), 0, [other({})])],
      wants: ['b'],
    },
    {
      it: 'spreads over the values of a label before the nodes that have them',
      spec: { placement: { preferences: [{ spread: 'node.labels.zone' }] } },
      nodes: [inZone('a', { zone: 'eu' }), inZone('b', { zone: 'eu' }), inZone('c', { zone: 'us' })],
      count: 4,
      wants: ['a', 'c', 'b', 'c'],
    },
    {
      it: 'counts what a value has already, and then the next label',
      spec: { placement: { preferences: [{ spread: 'node.labels.zone' }, { spread: 'node.labels.rack' }] } },
      nodes: [
        inZone('a', { zone: 'eu', rack: '1' }, 2),
        inZone('b', { zone: 'us', rack: '1' }, 1),
        inZone('c', { zone: 'us', rack: '2' }),
      ],
      count: 2,
      wants: ['c', 'b'],
    },
    ...[
      { it: 'that is full', a: inZone('a', { zone: 'eu' }, 1) },
      { it: 'that is drained', a: candidate(aNode('a', { labels: { zone: 'eu' }, drain: true }), 1) },
      { it: 'that does not answer', a: candidate(aNode('a', { labels: { zone: 'eu' } }, { conditions: [] }), 1) },
    ].map(({ it: which, a }) => ({
      it: `counts for a value the tasks on a node of it ${which}`,
      spec: { placement: { maxReplicasPerNode: 1, preferences: [{ spread: 'node.labels.zone' }] } },
      nodes: [a, inZone('b', { zone: 'eu' }), inZone('c', { zone: 'us' })],
      wants: ['c'],
    })),
    {
      it: 'keeps tasks of a pinned volume where it is',
      spec: { template: mounting },
      nodes: [pinned('a', ['b']), pinned('b', ['b'], 1)],
      count: 2,
      wants: ['b', 'b'],
    },
    {
      it: 'takes any node that has it',
      spec: { template: mounting },
      nodes: [pinned('a', ['b', 'c']), pinned('b', ['b', 'c']), pinned('c', ['b', 'c'])],
      count: 2,
      wants: ['b', 'c'],
    },
    {
      it: 'keeps them together where it is nowhere yet',
      spec: { template: mounting },
      nodes: [pinned('a', [], 1), pinned('b', []), pinned('c', [])],
      count: 3,
      wants: ['b', 'b', 'b'],
    },
    { it: 'finds none without nodes', nodes: [], wants: [] },
  ] as readonly {
    it: string
    spec?: Partial<V1ServiceSpec>
    nodes: readonly Candidate[]
    count?: number
    wants: string[]
  }[])
    it(sentence, () => deepEqual(planPlacement(aService(spec), nodes, count).nodes, wants))

  it('says of each node why it was refused', () => {
    const { because } = planPlacement(
      aService(),
      [candidate(aNode('a', { drain: true })), candidate(aNode('b', { unschedulable: true }))],
      1,
    )
    match(because, /a: it is drained; b: it takes no new tasks/)
  })
})

describe('why no node fits', () => {
  it('names the volume and the nodes that have it', () => {
    const { because } = planPlacement(aService({ template: mounting }), [pinned('a', ['b', 'c'])], 1)
    match(because, /^no node fits: a: the volume data is on b, c, where its tasks stay while its scope is Pinned$/)
  })

  it('names them of one that is nowhere yet, where the node of the first task takes no more', () => {
    const service = aService({ template: mounting, placement: { maxReplicasPerNode: 1 } })
    const { nodes, because } = planPlacement(service, [pinned('a', []), pinned('b', [])], 2)
    deepEqual(nodes, ['a'])
    match(because, /a: it has 1 task of the service, 1 is allowed; b: the volume data is on a,/)
  })

  for (const { reservations, wants } of [
    { reservations: { memoryBytes: 900e9 }, wants: /a: it has 0 bytes of memory left, 4\.66 GiB are reserved/ },
    { reservations: { cpus: 900 }, wants: /a: it has 0 CPUs left, 0\.5 are reserved/ },
  ])
    it(`says of a node that more was reserved on than it has that none is left: ${JSON.stringify(reservations)}`, () => {
      const taken = candidate(aNode('a'), 0, [other({ resources: { reservations } })])
      const wanted = { image: 'x', resources: { reservations: { memoryBytes: 5e9, cpus: 0.5 } } }
      match(planPlacement(aService({ template: wanted }), [taken], 1).because, wants)
    })

  for (const [held, reservations] of [
    [{ cpus: 900 }, { memoryBytes: 1e9 }],
    [{ memoryBytes: 900e9 }, { cpus: 0.5 }],
  ] as const)
    it(`is none where of what is short none is asked for, as on a host made smaller: ${JSON.stringify(held)}`, () => {
      const taken = candidate(aNode('a'), 0, [other({ resources: { reservations: held } })])
      const wanted = { image: 'x', resources: { reservations } }
      deepEqual(planPlacement(aService({ template: wanted }), [taken], 1).nodes, ['a'])
    })

  it('tells memory in bytes where it is short by less than its units show', () => {
    const node = { ...aNode('a'), status: { ...aNode('a').status, memoryBytes: 5e9 - 1 } }
    const wanted = { image: 'x', resources: { reservations: { memoryBytes: 5e9 } } }
    const { because } = planPlacement(aService({ template: wanted }), [candidate(node, 0)], 1)
    match(because, /it has 4999999999 bytes of memory left, 5000000000 are reserved/)
  })
})

describe('refusesGlobal', () => {
  const amd64 = aNode('a')
  for (const [platform, wants] of [
    [{ os: '', architecture: 'amd64' }, true],
    [{ os: 'linux', architecture: '' }, true],
    [{ os: '', architecture: '' }, true],
    [{ architecture: 'AMD64' }, true],
    [{ architecture: 'X86_64' }, true],
    [{ os: '', architecture: 'arm64' }, false],
    [{ os: 'windows', architecture: '' }, false],
  ] as const)
    it(`${wants ? 'takes' : 'refuses'} a node of linux/x86_64 for ${JSON.stringify(platform)}`, () =>
      equal(refusesGlobal(amd64, aService({ placement: { platforms: [platform] } })) === undefined, wants))

  it('names an empty os as any', () => {
    const service = aService({ placement: { platforms: [{ os: '', architecture: 'arm64' }] } })
    match(planPlacement(service, [candidate(amd64)], 1).because, /it is linux\/amd64, wanted is any\/arm64/)
  })
})

describe('constraints', () => {
  const node = aNode('h1', { labels: { zone: 'eu' } }, { hostname: 'alpha' })
  for (const [text, wants] of [
    ['node.labels.zone==eu', true],
    ['node.labels.zone!=eu', false],
    ['node.labels.rack!=eu', true],
    ['node.hostname == ALPHA', true],
    ['node.platform.os==linux', true],
    ['node.colour==red', false],
  ] as const)
    it(`${text} ${wants ? 'is' : 'is not'} met`, () => {
      const constraint = parseConstraint(text)
      equal(constraint !== undefined && meets(node, constraint), wants)
    })

  for (const text of ['node.role==worker', 'Node.Role != manager'])
    it(`says that ${text} means no node`, () => {
      const service = aService({ placement: { constraints: [text] } })
      equal(rulesOut(aNode('h1'), service), `it does not meet ${text} (each node here is a manager)`)
    })

  for (const [operator, written, placed, more] of [
    ['==', { zone: 'b' }, {}, ': metadata.labels has zone, and constraints are met by spec.labels'],
    ['==', { Zone: 'b' }, {}, ''],
    ['==', { zone: 'b' }, { zone: 'c' }, ''],
    ['!=', { zone: 'c' }, { zone: 'b' }, ''],
  ] as const)
    it(`says where ${operator} looks for ${JSON.stringify(placed)}, beside ${JSON.stringify(written)}${more}`, () => {
      const own = aNode('h1', { labels: placed })
      const labelled = { ...own, metadata: { ...own.metadata, labels: written } }
      const text = `node.labels.zone${operator}b`
      equal(rulesOut(labelled, aService({ placement: { constraints: [text] } })), `it does not meet ${text}${more}`)
    })

  it('refuses what is no constraint', () => equal(parseConstraint('zone=eu'), undefined))

  it('says how to write one in words that a log takes for no secret', () => {
    const service = aService({ placement: { constraints: ['zone'] } })
    const { because } = planPlacement(service, [candidate(node)], 1)
    match(because, /the constraint zone can't be read: write name==value or name!=value/)
    equal(redactAssigned(because), because)
  })
})
