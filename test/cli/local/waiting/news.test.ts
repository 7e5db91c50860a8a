import { deepEqual, equal } from 'node:assert/strict'
import { newsOnly } from '../../../../cli/local/waiting/news.ts'

const MINUTE = 60_000

describe('a warning in the log of serve', () => {
  for (const { it: sentence, told, wants } of [
    { it: 'is written once while it is the same', told: [[0], [MINUTE], [2 * MINUTE]], wants: 'yes no no' },
    {
      it: 'is written when its words change',
      told: [
        [0, 'full'],
        [1, 'gone'],
        [2, 'full'],
      ],
      wants: 'yes yes yes',
    },
    {
      it: 'is written for each object',
      told: [
        [0, 'full', 'web'],
        [1, 'full', 'db'],
      ],
      wants: 'yes yes',
    },
    { it: 'is written again after it was not said for ten minutes', told: [[0], [11 * MINUTE]], wants: 'yes yes' },
    {
      it: 'is not written again for the time that it goes on',
      told: [[0], [6 * MINUTE], [12 * MINUTE]],
      wants: 'yes no no',
    },
  ] as { it: string; told: [number, string?, string?][]; wants: string }[])
    it(sentence, () => {
      const isNews = newsOnly()
      const answers = told.map(([lastAt, message = 'no such image', name = 'web']) => {
        const times = { firstAt: 0, lastAt, count: 1 }
        return isNews({ ...times, object: `Task/shop/${name}`, type: 'Warning', reason: 'PullFailed', message })
      })
      equal(answers.map((is) => (is ? 'yes' : 'no')).join(' '), wants)
    })

  it('is written again after what services stand on was well again, and so is that', () => {
    const isNews = newsOnly()
    const told = (type: 'Normal' | 'Warning', reason: string) =>
      isNews({ object: 'Node/local', type, reason, message: 'words', firstAt: 0, lastAt: 0, count: 1 })
    deepEqual(
      [
        told('Warning', 'NodeLost'),
        told('Warning', 'NodeLost'),
        told('Normal', 'EngineAnswers'),
        told('Warning', 'NodeLost'),
      ],
      [true, false, true, true],
    )
  })

  it('has what is healed, and no end of it where it comes again and again', () => {
    const isNews = newsOnly()
    const healed = { object: 'Task/shop/web', type: 'Normal', reason: 'StoppedByHand', message: 'stopped' } as const
    const told = (lastAt: number) => isNews({ ...healed, firstAt: 0, lastAt, count: 1 })
    deepEqual(
      [0, 1, 2, 3, 4, 5, 6].map((at) => told(at * MINUTE)),
      [true, true, true, true, true, false, false],
    )
    equal(told(20 * MINUTE), true)
    for (const how of ['by hand', 'while nobody watched']) {
      const removed = { ...healed, reason: 'Creating', message: `its container was removed ${how}` }
      equal(isNews({ ...removed, firstAt: 0, lastAt: 0, count: 1 }), true)
    }
  })

  it('has nothing of what goes well with a task', () => {
    const times = { firstAt: 0, lastAt: 0, count: 1 }
    equal(newsOnly()({ ...times, object: 'Task/shop/web', type: 'Normal', reason: 'Creating', message: '' }), false)
  })
})
