import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { newsOnly, tellReadiness } from '../../../cli/local/news.ts'
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
  const told = (
    kind: 'Node' | 'Volume',
    ...said: readonly [status: 'True' | 'False' | 'Unknown', reason: string][]
  ) => {
    const { store } = aCore('/nowhere')
    const metadata = kind === 'Node' ? { name: 'local' } : { name: 'data', namespace: 'shop' }
    const key = keyOf({ metadata })
    store.create(kind, { apiVersion: API_VERSION, kind, metadata, spec: {} } as never)
    const lines: string[] = []
    const end = tellReadiness(store, (line) => lines.push(line))
    for (const [index, [status, reason]] of said.entries())
      store.putStatus(kind, key, { conditions: [{ type: 'Ready', status, reason, message: `look ${index}` }] })
    end()
    store.putStatus(kind, key, { conditions: [] })
    return lines
  }

  it('says when an engine answers no more, and when it does again, once each', () => {
    const [up, down] = [['True', 'EngineAnswers'] as const, ['Unknown', 'GraceRunning'] as const]
    deepEqual(told('Node', [...up], [...down], [...down], [...up]), [
      'Node/local GraceRunning: look 1',
      'Node/local EngineAnswers: look 3',
    ])
  })

  it('says which volume is lost', () => {
    deepEqual(told('Volume', ['True', 'NotNeeded'], ['True', 'Present'], ['False', 'VolumeLost']), [
      'Volume/shop/data VolumeLost: look 2',
    ])
  })

  it('says nothing of all that a silent host has', () => {
    deepEqual(told('Volume', ['True', 'Present'], ['False', 'HostUnreachable'], ['True', 'Present']), [])
  })
})
