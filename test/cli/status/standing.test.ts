import { deepEqual, equal, match, ok } from 'node:assert/strict'
import type { SourceNotes } from '../../../api/v1/installation/answers.ts'
import { API_VERSION, type ObjectOf } from '../../../api/v1/kinds.ts'
import { paint } from '../../../cli/output/paint.ts'
import { statusLines } from '../../../cli/output/status-lines.ts'
import { objectState, standingOf, type StatusView } from '../../../cli/status/standing.ts'

const lastTransitionTime = '2026-01-01T00:00:00Z'

function ready(reason: string, message = '', status: 'True' | 'False' = 'False') {
  return { conditions: [{ type: 'Ready', status, reason, message, lastTransitionTime }] }
}

function object(kind: 'Service' | 'Volume', name: string, status: ReturnType<typeof ready>): ObjectOf {
  return {
    apiVersion: API_VERSION,
    kind,
    metadata: { name, namespace: 'shop' },
    spec: {},
    status,
  } as unknown as ObjectOf
}

const well = object('Service', 'web', ready('AllReady', '1 of 1 ready', 'True'))
const none: SourceNotes = { holds: [], pending: [], problems: [] }
const answers = ready('EngineAnswers', 'engine 28, API 1.51', 'True')

function view(objects: readonly ObjectOf[], more: Partial<StatusView> = {}): StatusView {
  const stack = { services: 1, readyServices: 1, tasks: 1, readyTasks: 1 }
  return {
    nodes: [{ apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'local' }, spec: {}, status: answers }],
    stacks: [{ apiVersion: API_VERSION, kind: 'Stack', metadata: { name: 'shop' }, spec: {}, status: stack }],
    objects,
    tasks: [],
    notes: none,
    isWorked: true,
    ...more,
  }
}

const other = 'another engine (host h2 at tcp://h2:2375) answers at node local than the one recorded (host h1)'

const changed = {
  ...{ engineID: 'E1', hostname: 'h1' },
  otherEngine: { engineID: 'E2', hostname: 'h2', address: 'tcp://h2:2375' },
}

function nodeThat(reason: string, message = 'connect ENOENT', unreachable?: string): Partial<StatusView> {
  const said = unreachable === undefined ? {} : { unreachable }
  const status = { ...ready(reason, message), ...said, ...(message.startsWith(other) ? changed : {}) }
  return { nodes: [{ apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'local' }, spec: {}, status }] }
}

const keptOff = {
  type: 'EngineChanged',
  status: 'True' as const,
  reason: 'EngineChanged',
  message: other,
  lastTransitionTime,
}

const held = { reason: 'LossesNeedApproval', message: 'losing 8 services. To allow it: reconcile approve ab12' }

describe('how all of it stands', () => {
  for (const [reason, state] of [
    ['EngineSilent', 'Silent'],
    ['GraceRunning', 'Silent'],
    ['NodeLost', 'Silent'],
    ['AccessDenied', 'Silent'],
    ['EngineChanged', 'ApprovalNeeded'],
  ] as const)
    it(`is ${state} of a node that is ${reason}, in tables as well`, () => {
      const { nodes = [] } = nodeThat(reason)
      equal(standingOf(view([well], { nodes })).nodes[0]?.state, state)
      deepEqual(nodes.map(objectState), [state])
    })

  for (const { what, of, exit, state } of [
    { what: 'what is ready', of: view([well]), exit: 0, state: 'Ready' },
    {
      what: 'what is being created',
      of: view([object('Service', 'a', ready('Creating'))]),
      exit: 0,
      state: 'Progressing',
    },
    { what: 'what is paused', of: view([object('Service', 'a', ready('RolloutPaused'))]), exit: 0, state: 'Paused' },
    { what: 'a crash loop', of: view([well, object('Service', 'a', ready('CrashLoop'))]), exit: 1, state: 'Failed' },
    { what: 'a rollout failed', of: view([object('Service', 'a', ready('RolloutFailed'))]), exit: 1, state: 'Failed' },
    ...['RefusedByEngine', 'CallFailed'].map((reason) => ({
      what: `a volume that is ${reason}`,
      of: view([object('Volume', 'a', ready(reason, 'local failed: plugin "nosuch" not found'))]),
      exit: 1,
      state: 'Failed',
    })),
    { what: 'no answer', of: view([object('Volume', 'a', ready('Unanswered'))]), exit: 5, state: 'Silent' },
    {
      what: 'a volume that is lost',
      of: view([object('Volume', 'a', ready('VolumeLost'))]),
      exit: 6,
      state: 'ApprovalNeeded',
    },
    {
      what: 'a failure beside what waits for approval',
      of: view([object('Volume', 'a', ready('VolumeLost')), object('Service', 'a', ready('PullFailed'))]),
      exit: 1,
      state: 'Failed',
    },
    { what: 'a loss that waits', of: view([well], { notes: { ...none, holds: [held] } }), exit: 6, state: 'Ready' },
    { what: 'a broken file', of: view([well], { notes: { ...none, problems: [held] } }), exit: 1, state: 'Ready' },
    {
      what: "a state that can't be written",
      of: view([well], { notes: { ...none, state: held } }),
      exit: 1,
      state: 'Ready',
    },
    { what: 'a deletion to come', of: view([well], { notes: { ...none, pending: [held] } }), exit: 0, state: 'Ready' },
    { what: 'an engine that is silent', of: view([well], nodeThat('NodeLost')), exit: 5, state: 'Ready' },
    { what: 'another engine', of: view([well], nodeThat('EngineChanged')), exit: 6, state: 'Ready' },
    {
      what: 'what another engine keeps off its node',
      of: view(
        [object('Service', 'a', { conditions: [...ready('NoNodeFits').conditions, keptOff] })],
        nodeThat('EngineChanged'),
      ),
      exit: 6,
      state: 'ApprovalNeeded',
    },
    {
      what: 'what is on a host that is silent',
      of: view([object('Service', 'a', ready('HostUnreachable'))], nodeThat('NodeLost')),
      exit: 5,
      state: 'Silent',
    },
  ])
    it(`of ${what} is exit ${exit}, the stack ${state}`, () => {
      const standing = standingOf(of)
      equal(standing.exit, exit)
      equal(standing.stacks[0]?.state, state)
    })

  for (const [kind, type, last] of [
    ['Network', 'ServicesApart', 'services do not reach each other by a network that they share'],
    ['Service', 'RunsBeside', 'docker compose runs services beside those here'],
    ['Service', 'ServerEnded', 'a service that is there to serve has ended'],
  ] as const)
    it(`says of a ${kind} that is as declared what is to be known of it: ${type}`, () => {
      const { conditions } = ready('Present', 'it is there', 'True')
      const told = { type, status: 'True', reason: type, message: 'so', lastTransitionTime }
      const declared = object('Volume', 'web', { conditions: [...conditions, told as never] })
      const standing = standingOf(view([well, { ...declared, kind } as ObjectOf]))
      deepEqual([standing.exit, standing.stacks[0]?.state], [0, 'Ready'])
      const lines = statusLines(standing, paint(false))
      ok(lines.includes(`  ${kind.toLowerCase()}/web: ${type}: so`))
      equal(lines.at(-1), `nothing failed; ${last}`)
    })

  for (const [reason, message, state, last] of [
    [
      'DeclaredNoMore',
      'it goes once shop/web-1 left it',
      'Ready',
      'nothing failed; a node that no file declares any more has tasks: do as it says above',
    ],
    ['NetworksThere', 'it goes once shop_default is removed', 'Progressing', 'nothing failed; work is under way'],
  ] as const)
    it(`says of a node that no file declares any more what it waits for, and whether something works on that: ${reason}`, () => {
      const at = { lastTransitionTime: '' }
      const conditions = [
        { type: 'Ready', status: 'True', reason: 'EngineAnswers', message: 'engine 28.5', ...at },
        { type: 'Withdrawn', status: 'True', reason, message, ...at },
      ] as const
      const metadata = { name: 'far' }
      const node = { apiVersion: API_VERSION, kind: 'Node', metadata, spec: {}, status: { conditions } }
      const standing = standingOf(view([well], { nodes: [node as never] }))
      deepEqual([standing.nodes[0]?.state, standing.exit], [state, 0])
      const lines = statusLines(standing, paint(false))
      deepEqual(
        lines.filter((line) => line.startsWith('  node/far')),
        [`  node/far: ${message}`],
      )
      equal(lines.at(-1), last)
    })

  it('says of a silent node that no file declares any more both', () => {
    const at = { lastTransitionTime: '' }
    const conditions = [
      { type: 'Ready', status: 'False', reason: 'EngineSilent', message: 'no answer for 40 s', ...at },
      { type: 'Withdrawn', status: 'True', reason: 'DeclaredNoMore', message: 'no file declares it any more', ...at },
    ] as const
    const node = { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'far' }, spec: {}, status: { conditions } }
    const standing = standingOf(view([well], { nodes: [node as never] }))
    equal(standing.exit, 5)
    const said = statusLines(standing, paint(false)).filter((line) => line.startsWith('  node/far'))
    deepEqual(said, ['  node/far: no answer for 40 s', '  node/far: no file declares it any more'])
  })

  it('names what runs on a node and is not of this home, which is no failure', () => {
    const [node] = view([]).nodes
    const conditions = [
      ...answers.conditions,
      { ...answers.conditions[0], type: 'UnclaimedTasks', message: 'there is blog-web-1' },
    ]
    const standing = standingOf(view([well], { nodes: [{ ...node, status: { conditions } } as never] }))
    equal(standing.exit, 0)
    const lines = statusLines(standing, paint(false))
    match(lines.join('\n'), /^local +Ready.*\n +node\/local: there is blog-web-1$/m)
    equal(lines.at(-1), 'nothing failed; there is more on the hosts than this home knows of')
  })

  it("says that the state can't be written, why, and that nothing is done", () => {
    const state = { reason: 'StorageFull', message: 'writing the state in /home/state: no space left; free some space' }
    const lines = statusLines(standingOf(view([well], { notes: { ...none, state } })), paint(false))
    deepEqual(lines.slice(-5), [
      '',
      "The state can't be written:",
      '  writing the state in /home/state: no space left; free some space',
      '',
      'nothing is done before the state can be written',
    ])
  })

  it('is one screen, the worst of a stack first, with what to do', () => {
    const objects = [
      object('Service', 'web', ready('RolloutPaused', 'paused by hand')),
      object('Service', 'db', ready('CrashLoop', 'it exited\nwith 3')),
    ]
    const serve = { version: '1', installation: 'default', home: '/home', pid: 7 }
    const lines = statusLines(standingOf(view(objects, { serve, notes: { ...none, holds: [held] } })), paint(false))
    deepEqual(lines, [
      'serve: running (version 1, pid 7, installation default)',
      '',
      'NODE    STATE   ENGINE   API',
      'local   Ready   <none>   <none>',
      '',
      'STACK   STATE    SERVICES   TASKS',
      'shop    Failed   1/1        1/1',
      '  service/db: CrashLoop: it exited with 3',
      '  service/web: RolloutPaused: paused by hand',
      '',
      'Waits for approval:',
      `  ${held.message}`,
      '',
      'something failed: see why with `reconcile describe KIND/NAME -n STACK`',
    ])
  })

  it('says of a stack what its files hold back, and that what they have no more goes soon', () => {
    const standing = (reason: string, notes: Partial<SourceNotes>) => {
      const stacks = view([well]).stacks.map((stack) => ({ ...stack, status: { ...stack.status, ...ready(reason) } }))
      return standingOf(view([well], { stacks, notes: { ...none, ...notes } }))
    }
    equal(standing('RootEmptied', { holds: [held] }).stacks[0]?.state, 'ApprovalNeeded')
    const going = standing('MissingFromFiles', { pending: [held] })
    equal(going.stacks[0]?.state, 'Progressing')
    match(statusLines(going, paint(false)).at(-1) ?? '', /goes soon$/)
  })

  it('says of a stack that a file of it can not be used, whatever else is to be said of it', () => {
    const [failed] = ready('SourceInvalid', 'f.yaml:1:1: no').conditions
    for (const first of [ready('SourceInvalid'), ready('RootEmptied')]) {
      const conditions = [...first.conditions, { ...failed, type: 'SourceFailed', status: 'True' }]
      const stacks = view([well]).stacks.map((stack) => ({
        ...stack,
        status: { ...stack.status, conditions } as never,
      }))
      equal(standingOf(view([well], { stacks })).stacks[0]?.state, 'Failed')
    }
  })

  it('says that work is under way only where something may do it', () => {
    const objects = [object('Service', 'web', ready('Creating'))]
    const serve = { version: '1', installation: 'default', home: '/home', pid: 7 }
    const of = (more: Partial<StatusView>) => {
      const standing = standingOf(view(objects, more))
      return [standing.exit, standing.unattended, statusLines(standing, paint(false)).at(-1)]
    }
    for (const more of [{ serve }, {}]) deepEqual(of(more), [0, false, 'nothing failed; work is under way'])
    const left =
      'not all is done, and nothing works on it: finish it with `reconcile serve --once`, or run `reconcile serve`'
    for (const notes of [none, { ...none, pending: [held] }]) deepEqual(of({ isWorked: false, notes }), [1, true, left])
    equal(of({ isWorked: false, notes: { ...none, holds: [held] } })[0], 6)
    const paused = [...objects, object('Service', 'a', ready('RolloutPaused'))]
    equal(standingOf(view(paused, { isWorked: false })).exit, 1)
  })

  it('calls no engine silent where what waits is on a node that is not declared any more', () => {
    const waits = object('Service', 'db', ready('HostUnreachable', 'the node web2 is not declared: declare it again'))
    equal(
      statusLines(standingOf(view([well, waits])), paint(false)).at(-1),
      'a node that something waits for is not connected: do as it says above; see also `reconcile doctor`',
    )
  })

  it('asks for no apply where health checks alone are waited for: their engine goes on with them', () => {
    const starts = object('Service', 'db', ready('HealthStarting'))
    const last = (...objects: readonly ObjectOf[]) =>
      statusLines(standingOf(view([well, ...objects], { isWorked: false })), paint(false)).at(-1) ?? ''
    equal(standingOf(view([well, starts], { isWorked: false })).exit, 0)
    equal(last(starts), 'nothing failed; a health check has not passed yet')
    match(last(starts, object('Service', 'app', ready('Creating'))), /^not all is done, /)
    match(last(object('Service', 'app', ready('Creating'))), /^not all is done, /)
  })

  for (const [what, of, said] of [
    [
      'does not let us in',
      [['web1', 'AccessDenied', "it can't be looked at: permission denied on unix:///s: run as root"]],
      'an engine runs and does not let reconcile in: do as it says of node/web1',
    ],
    [
      'is off',
      [['web1', 'NodeLost', 'no answer for 90 s: nothing answers at 10.0.0.7', { obstacle: 'HostSilent' }]],
      'an engine does not answer: start that host, or mend the network to it (`ping` shows whether it answers), or correct spec.engine in the manifest of node web1',
    ],
    [
      'answers and fails',
      [['web1', 'GraceRunning', 'it fails: list volumes on web1: no such plugin', { obstacle: 'Failing' }]],
      'an engine answers and fails: see the log of that engine for why it fails, and mend that, or correct spec.engine in the manifest of node web1',
    ],
    [
      'ended on this machine',
      [['local', 'EngineSilent', 'it has not answered yet: no engine listens on unix:///s', {}]],
      'an engine does not answer: start the engine, or choose another one with DOCKER_HOST or a Docker context',
    ],
    [
      'does not let us in, and of another that is another one',
      [
        ['web2', 'EngineSilent', 'it has not answered yet: they are one', { engineOf: 'local' }],
        ['web1', 'AccessDenied', "it can't be looked at: permission denied", { obstacle: 'AccessDenied' }],
      ],
      'an engine runs and does not let reconcile in: do as it says of node/web1; an engine does not answer: correct spec.engine in the manifest of node web2',
    ],
  ] as const)
    it(`says what is to be done about an engine that ${what}`, () => {
      const nodes = of.map(([name, reason, message, why]): StatusView['nodes'][number] => {
        const status = { ...ready(reason, message), unreachable: message.replace(/^[^:]*: /, ''), ...why }
        return { apiVersion: API_VERSION, kind: 'Node', metadata: { name }, spec: {}, status }
      })
      const standing = standingOf(view([well], { nodes }))
      equal(statusLines(standing, paint(false)).at(-1), `${said}; see also \`reconcile doctor\``)
    })

  for (const { what, reason, message, unreachable, held } of [
    {
      ...{
        what: 'that is silent',
        reason: 'NodeLost',
        message: 'no answer for 50 s: nothing answers at tcp://h1:2375',
      },
      unreachable: 'nothing answers at tcp://h1:2375',
      held: 'local does not answer: nothing answers at tcp://h1:2375',
    },
    {
      ...{
        what: 'that does not let us in',
        reason: 'AccessDenied',
        message:
          "it can't be looked at: permission denied on unix:///s; what runs there goes on, and nothing runs in its place",
      },
      unreachable: 'permission denied on unix:///s',
      held: 'local does not answer: permission denied on unix:///s',
    },
    {
      ...{
        what: 'at which another engine answers',
        reason: 'EngineChanged',
        message: `${other}, as where …; unless …`,
      },
      unreachable: undefined,
      held: `${other}: \`reconcile describe node/local\` says what to do`,
    },
  ])
    it(`says once what is the matter with a node ${what}`, () => {
      const nodes = nodeThat(reason, message, unreachable)
      const objects = [
        object('Service', 'a', ready('Waiting', `0 of 1 ready; a-1: ${held}`)),
        object('Volume', 'b', ready('Waiting', held)),
      ]
      const lines = statusLines(standingOf(view(objects, nodes)), paint(false))
      deepEqual(
        lines.filter((line) => line.startsWith('  ')),
        [
          `  node/local: ${message}`,
          '  service/a: Waiting: 0 of 1 ready; a-1: waits for local, see above',
          '  volume/b: Waiting: waits for local, see above',
        ],
      )
    })

  it('counts what does not fit on a screen', () => {
    const objects = Array.from({ length: 9 }, (_, index) => object('Service', `a${index}`, ready('CrashLoop')))
    const lines = statusLines(standingOf(view(objects)), paint(false))
    equal(lines.filter((line) => line.startsWith('  service/')).length, 5)
    equal(lines.includes('  and 4 more'), true)
  })
})
