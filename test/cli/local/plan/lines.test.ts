import { deepEqual, match, ok } from 'node:assert/strict'
import { planLines } from '../../../../cli/local/plan/lines.ts'
import type { PlanResult } from '../../../../plan/plan.ts'

const UNMET = { object: 'Volume/shop/data', reason: 'VolumeLost', message: 'it is gone' }
const FAILURE = { object: 'Service/shop/web', message: 'no port', remedy: 'take another' }
const RESULT = {
  changes: 0,
  assumptions: [],
  calls: [],
  adopted: [],
  failures: [],
  rollouts: [],
  unmet: [],
  unclaimed: [],
  farBinds: [],
} as const

describe('the last line of a plan', () => {
  for (const [what, result, exit, said] of [
    ['nothing is to be done', {}, 0, 'No changes.'],
    [
      'what is declared changes nothing that runs',
      { declared: 1 },
      0,
      'What is declared changes; no call would change the hosts.',
    ],
    ['calls are made', { changes: 1, declared: 1 }, 0, '1 call would change the hosts.'],
    [
      'a hold keeps something as it was',
      { changes: 2 },
      6,
      '2 calls would change the hosts. The rest waits for approval.',
    ],
    ['what is unmet waits for approval', { unmet: [UNMET] }, 6, 'No changes. The rest waits for approval.'],
    ['what is unmet waits, and the rest is done', { unmet: [UNMET], changes: 1 }, 0, '1 call would change the hosts.'],
    ['calls have begun', { begun: 1 }, 0, 'No call is left to make; the running serve is in the middle of 1 call.'],
    ['it fails', { failures: [FAILURE] }, 1, 'No changes, and what is declared is not reached: see above.'],
    [
      'some of it fails',
      { failures: [FAILURE], changes: 1 },
      1,
      '1 call would change the hosts. What is declared is not reached by them: see above.',
    ],
    [
      'it does not end',
      { end: 'until', changes: 1 },
      1,
      '1 call would change the hosts. This plan is not whole: it does not come to rest within the time that is looked at.',
    ],
  ] as const)
    it(`says as its exit does where ${what}`, () => {
      const whole: PlanResult = { ...RESULT, end: 'quiet', ...result }
      const declared = 'declared' in result ? result.declared : 0
      deepEqual(planLines(whole, { events: [], holds: [], declared, exit, several: false }).at(-1), said)
    })
})

describe('what a plan has as not declared at the end', () => {
  it('is told once for all that one project of docker compose holds up', () => {
    const of = (object: string, more: object = {}) => ({ object, reason: 'ForeignObject', message: 'held', ...more })
    const maker = { project: 'shop' }
    const unmet = [
      of('Network/shop/default', { maker }),
      of('Volume/shop/data'),
      ...['api', 'db', 'web'].map((name) => of(`Service/shop/${name}`, { maker })),
      of('Service/shop/proxy', { maker: { project: 'edge' } }),
    ]
    const view = { events: [], holds: [], declared: 0, exit: 1, several: false }
    deepEqual(planLines({ ...RESULT, end: 'quiet', unmet }, view).slice(0, -1), [
      'Not as declared at the end:',
      '  docker compose runs project shop, which holds up Network shop/default, Service shop/api, Service shop/db and 1 more',
      '    next: `reconcile adopt shop` with the same files takes it over as it runs (`reconcile plan --adopt` says how); or end it: docker compose -p shop down',
      '  Volume/shop/data ForeignObject: held',
      '  Service/shop/proxy ForeignObject: held',
      '',
    ])
  })
})

describe('what a plan has as declared', () => {
  it('is no service whose failed build or pull is tried again, as nothing of it is declared otherwise', () => {
    const events = [{ type: 'resource', object: 'Service/shop/web', change: 'retried' }] as const
    deepEqual(planLines({ ...RESULT, end: 'quiet' }, { events, holds: [], declared: 0, exit: 0, several: false }), [
      'No changes.',
    ])
  })
})

describe('the last line of a plan of a stack that another home applied', () => {
  it('says that nothing is new but to this home', () => {
    const events = [{ type: 'resource', object: 'Service/shop/web', change: 'created' }] as const
    const view = { declared: 0, events, holds: [], exit: 0, several: false }
    const said = 'No changes. What is declared is new to this home alone, and the hosts are so.'
    deepEqual(planLines({ ...RESULT, end: 'quiet' }, view).at(-1), said)
    deepEqual(planLines({ ...RESULT, end: 'quiet', changes: 1 }, view).at(-1), '1 call would change the hosts.')
  })
})

describe('the rollouts of a plan', () => {
  it('say why the order is not the one that was asked for', () => {
    const phases = [{ state: 'Progressing', at: 0 }]
    const rollouts = [{ service: 'shop/web', phases, desired: 1, lowestReady: 0, note: 'the old task stops first' }]
    const view = { declared: 0, events: [], holds: [], exit: 0, several: false }
    const lines = planLines({ ...RESULT, end: 'quiet', rollouts }, view)
    match(lines.join('\n'), /shop\/web: Progressing at 0 s; none is ready for a while; the old task stops first$/m)
  })

  it('begin where one of a service that is taken over does', () => {
    const phases = ['None', 'Progressing', 'Completed'].map((state, at) => ({ state, at }))
    const view = { declared: 0, events: [], holds: [], exit: 0, several: false }
    const lines = planLines({ ...RESULT, end: 'quiet', rollouts: [{ service: 'shop/web', phases, desired: 1 }] }, view)
    ok(lines.includes('  shop/web: Progressing at 1 s, Completed at 2 s'), lines.join('\n'))
  })

  for (const { what, states, said } of [
    { what: 'one that begins', states: ['Progressing', 'Completed'], said: true },
    { what: 'one that is under way for good', states: ['Stalled'], said: true },
    { what: 'one that was complete', states: ['Completed'], said: false },
    { what: 'what is taken over as it runs', states: ['None', 'Completed'], said: false },
  ] as const)
    it(`${said ? 'tell' : 'leave out'} ${what}`, () => {
      const phases = states.map((state) => ({ state, at: 1 }))
      const rollouts = [{ service: 'shop/web', phases, desired: 1 }]
      const lines = planLines(
        { ...RESULT, end: 'quiet', rollouts },
        { events: [], holds: [], declared: 0, exit: 0, several: false },
      )
      deepEqual(lines.includes('Rollouts:'), said)
    })
})

describe('what a plan has as taken over', () => {
  const rows: readonly [what: string, how: object, said: string][] = [
    ['what runs', {}, '= Service/shop/web: shop-web-1, as it runs'],
    ['what does not run', { state: 'exited' }, '= Service/shop/web: shop-web-1, as it is (exited)'],
    [
      'what differs, running or not',
      { state: 'exited', differs: 'image' },
      '~ Service/shop/web: shop-web-1, to be replaced: image',
    ],
    [
      'what is not wanted',
      { surplus: '0 are declared' },
      '- Service/shop/web: shop-web-1, to be stopped: 0 are declared',
    ],
  ]
  const linesOf = (how: object, several: boolean) => {
    const adopted = [{ object: 'Service/shop/web', node: 'local', name: 'shop-web-1', ...how }]
    const whole: PlanResult = { ...RESULT, end: 'quiet', adopted }
    const lines = planLines(whole, { events: [], holds: [], declared: 0, exit: 0, several })
    return lines.filter((line) => line.includes('shop-web-1'))
  }
  for (const [what, how, said] of rows) it(`has ${what} as such`, () => deepEqual(linesOf(how, false), [`  ${said}`]))

  it('has the host of each, where there are several', () => {
    deepEqual(linesOf({}, true), ['  = Service/shop/web: shop-web-1 on local, as it runs'])
    const volume = { object: 'Volume/shop/data', name: 'shop-web-1' }
    deepEqual(linesOf(volume, true), ['  = Volume/shop/data: shop-web-1 on local, as it is'])
  })
})
