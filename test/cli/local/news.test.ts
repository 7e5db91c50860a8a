import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { newsOnly, tellNodes } from '../../../cli/local/news.ts'
import { aCore } from './local-core.ts'

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
})

describe('the log of serve', () => {
  it('says when an engine answers no more, and when it does again, once each', () => {
    const { store } = aCore('/nowhere')
    store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'local' }, spec: {} })
    const lines: string[] = []
    tellNodes(store, (line) => lines.push(line))
    const say = (status: 'True' | 'Unknown', reason: string, message: string) =>
      store.putStatus('Node', 'local', { conditions: [{ type: 'Ready', status, reason, message }] })
    say('True', 'EngineAnswers', 'engine 28.5')
    say('Unknown', 'GraceRunning', 'no answer for 2 s')
    say('Unknown', 'GraceRunning', 'no answer for 5 s')
    say('True', 'EngineAnswers', 'engine 28.5')
    deepEqual(lines, [
      'Node/local EngineAnswers: engine 28.5',
      'Node/local GraceRunning: no answer for 2 s',
      'Node/local EngineAnswers: engine 28.5',
    ])
  })
})
