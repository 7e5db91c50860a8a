import { deepEqual } from 'node:assert/strict'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { servedIn } from '../../../cli/watch/watched-by-serve.ts'

describe('what a serve brings', () => {
  const rows: readonly [reason: string | undefined, status: 'True' | 'False', isServed: boolean][] = [
    [undefined, 'True', false],
    ['WatchingSources', 'True', true],
    ['Paused', 'False', true],
    ['SyncFailed', 'False', true],
    ['WatchRefused', 'False', true],
  ]
  for (const [reason, status, isServed] of rows)
    it(`is ${isServed ? '' : 'not '}a service whose condition is ${reason ?? 'absent'}`, () => {
      const condition = { type: 'SourcesSynced', status, reason: reason ?? '', message: '' }
      const service: V1Service = {
        ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name: 'web', namespace: 'shop' } },
        spec: { template: { image: 'app:1' } },
        status: { conditions: reason === undefined ? [] : [condition] },
      }
      deepEqual([...servedIn([service])], isServed ? ['web'] : [])
    })
})
