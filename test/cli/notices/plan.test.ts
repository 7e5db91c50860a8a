import { deepEqual, equal } from 'node:assert/strict'
import {
  delivered,
  type Failure,
  keyOfFailure,
  type Known,
  type Notice,
  planNotices,
} from '../../../cli/notices/plan.ts'

const WEB: Failure = { object: 'Service/shop/web', reason: 'CrashLoop', message: 'it ended with 1' }
const PACE = { notifyAfterMs: 10_000, notifyCalmMs: 30_000 }

/** Something fails, is well, or neither, from a second on. */
type Step = readonly [second: number, how: 'fails' | 'well' | 'unknown']

/** What is told in so many seconds, each when it is due; while `refused` nothing can be delivered. */
function told(
  steps: readonly Step[],
  { until, refused }: { until: number; refused?: readonly [number, number] },
): string[] {
  let known: ReadonlyMap<string, Known> = new Map()
  const said: string[] = []
  for (let second = 0; second <= until; second++) {
    const how = steps.findLast(([from]) => from <= second)?.[1] ?? 'well'
    const failures = new Map(how === 'fails' ? [[keyOfFailure(WEB), WEB]] : [])
    const present = { failures, isWell: () => how === 'well' }
    const plan = planNotices(known, present, { ...PACE, now: second * 1_000 })
    known = plan.known
    const isRefused = refused !== undefined && second >= refused[0] && second < refused[1]
    for (const notice of isRefused ? [] : plan.due) {
      said.push(`${second} ${notice.state}`)
      known = new Map([...known, [notice.key, delivered(notice, second * 1_000)]])
    }
  }
  return said
}

describe('what is notified, and when', () => {
  for (const [sentence, steps, options, expected] of [
    ['nothing while all is well', [], { until: 100 }, []],
    ['a failure that stands, once', [[5, 'fails']], { until: 1_000 }, ['15 failed']],
    [
      'nothing of what passes',
      [
        [5, 'fails'],
        [14, 'well'],
      ],
      { until: 1_000 },
      [],
    ],
    [
      'nothing of what passes, though it is only on its way since',
      [
        [5, 'fails'],
        [6, 'unknown'],
      ],
      { until: 1_000 },
      [],
    ],
    [
      'what has failed for long enough in all, whatever it was in between',
      [
        [5, 'fails'],
        [9, 'unknown'],
        [20, 'fails'],
        [100, 'unknown'],
        [200, 'well'],
      ],
      { until: 1_000 },
      ['26 failed', '230 recovered'],
    ],
    [
      'a failure that lasted once the webhook takes it, though it is on its way again, and no recovery of that',
      [
        [0, 'fails'],
        [50, 'unknown'],
      ],
      { until: 300, refused: [0, 100] },
      ['100 failed'],
    ],
    [
      'a failure, and that it is over once it stays so',
      [
        [5, 'fails'],
        [100, 'well'],
      ],
      { until: 1_000 },
      ['15 failed', '130 recovered'],
    ],
    [
      'no recovery of what only is on its way',
      [
        [5, 'fails'],
        [100, 'unknown'],
      ],
      { until: 1_000 },
      ['15 failed'],
    ],
    [
      'a recovery from when it is well',
      [
        [5, 'fails'],
        [100, 'unknown'],
        [200, 'well'],
      ],
      { until: 1_000 },
      ['15 failed', '230 recovered'],
    ],
    [
      'no recovery of what fails again at once',
      [
        [0, 'fails'],
        [50, 'well'],
        [79, 'fails'],
      ],
      { until: 1_000 },
      ['10 failed'],
    ],
    [
      'what comes again, whose next recovery has to last twice as long',
      [
        [0, 'fails'],
        [50, 'well'],
        [100, 'fails'],
        [150, 'well'],
      ],
      { until: 1_000 },
      ['10 failed', '80 recovered', '110 failed', '210 recovered'],
    ],
    [
      'what comes again much later as the first time',
      [
        [0, 'fails'],
        [50, 'well'],
        [4_000, 'fails'],
        [4_100, 'well'],
      ],
      { until: 5_000 },
      ['10 failed', '80 recovered', '4010 failed', '4130 recovered'],
    ],
    ['a failure once the webhook takes it', [[0, 'fails']], { until: 200, refused: [0, 100] }, ['100 failed']],
    [
      'nothing of what is over before the webhook takes it',
      [
        [0, 'fails'],
        [50, 'well'],
      ],
      { until: 200, refused: [0, 100] },
      [],
    ],
    [
      'a recovery once the webhook takes it',
      [
        [0, 'fails'],
        [50, 'well'],
      ],
      { until: 300, refused: [40, 200] },
      ['10 failed', '200 recovered'],
    ],
    [
      'no recovery, when it fails again before the webhook takes that',
      [
        [0, 'fails'],
        [50, 'well'],
        [150, 'fails'],
      ],
      { until: 300, refused: [40, 200] },
      ['10 failed'],
    ],
  ] satisfies readonly [string, readonly Step[], Parameters<typeof told>[1], readonly string[]][])
    it(`is ${sentence}`, () => deepEqual(told(steps, options), expected))

  it('is little of what flaps for a day', () => {
    const steps = [...Array(864).keys()].map((turn): Step => [turn * 100, turn % 2 === 0 ? 'fails' : 'well'])
    const said = told(steps, { until: 86_400 })
    equal(said.length <= 6, true, said.join(', '))
  })

  it('is looked at again when the next thing is due', () => {
    const failures = new Map([[keyOfFailure(WEB), WEB]])
    const { known, due, againIn } = planNotices(new Map(), { failures, isWell: () => false }, { ...PACE, now: 5_000 })
    deepEqual([due, againIn, known.size], [[], 10_000, 1])
  })

  it('is told as it is then, and not as it began', () => {
    const key = keyOfFailure(WEB)
    const present = (message: string) => ({ failures: new Map([[key, { ...WEB, message }]]), isWell: () => false })
    const { known } = planNotices(new Map(), present('0 of 2 ready'), { ...PACE, now: 0 })
    const [notice] = planNotices(known, present('1 of 2 ready'), { ...PACE, now: 10_000 }).due
    deepEqual([notice?.known.message, notice?.known.since], ['1 of 2 ready', 0])
  })

  it('is at most of a thousand failures at a time', () => {
    const many = [...Array(1_500).keys()].map((index): Failure => ({ ...WEB, object: `Service/shop/web${index}` }))
    const failures = new Map(many.map((each) => [keyOfFailure(each), each]))
    const plan = planNotices(new Map(), { failures, isWell: () => false }, { ...PACE, now: 0 })
    equal(plan.known.size, 1_000)
    equal(planNotices(plan.known, { failures, isWell: () => false }, { ...PACE, now: 10_000 }).due.length, 1_000)
  })

  it('tells two holds of one directory apart', () => {
    const hold = { object: '/srv', reason: 'LossesNeedApproval', message: '' }
    const notices: Notice['key'][] = [keyOfFailure({ ...hold, id: 'a' }), keyOfFailure({ ...hold, id: 'b' })]
    equal(new Set(notices).size, 2)
  })
})
