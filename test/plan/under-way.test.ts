import { deepEqual } from 'node:assert/strict'
import type { PlannedCall } from '../../api/v1/installation/plan-answer.ts'
import type { Observed } from '../../engine/simulated/seed.ts'
import type { CallUnderWay } from '../../engine/under-way.ts'
import { withoutUnderWay } from '../../plan/under-way.ts'

const { signal } = new AbortController()

describe('a call that an engine was asked for when the hosts were seen', () => {
  const call = (method: string, path: string, object = 'Task/shop/web-1'): PlannedCall => ({
    ...{ node: 'h1', method, path, object },
    ...{ reason: 'it is not wanted any more', at: 0 },
  })
  const stop = call('POST', '/containers/shop-web-1/stop?t=2')
  const remove = call('DELETE', '/containers/shop-web-1?force=1')
  const run = { signal, object: 'Task/shop/web-1', reason: 'it is not wanted any more' }
  const args = { id: 'c'.repeat(64), timeoutSeconds: 2 }
  const asked: CallUnderWay = { node: 'h1', call: { verb: 'stopContainer', args, run } }
  const containers = [{ Id: 'c'.repeat(64), Name: '/shop-web-1' }] as unknown as Observed['containers']
  const nodes = [{ node: 'h1', observed: { containers, networks: [], volumes: [], images: [] } }]
  const left = (calls: readonly PlannedCall[], underWay: readonly CallUnderWay[]) =>
    withoutUnderWay({ calls, changes: calls.length }, underWay, nodes)

  it('is no part of the plan, and not counted; what follows it is', () => {
    deepEqual(left([stop, remove], [asked]), { calls: [remove], changes: 1, begun: 1 })
  })

  it('is no other change of the same container', () => {
    const update = (memory: number) => ({ ...call('POST', '/containers/shop-web-1/update'), body: { Memory: memory } })
    const body = { Memory: 200 }
    const updating: CallUnderWay = { node: 'h1', call: { verb: 'updateContainer', args: { id: args.id, body }, run } }
    deepEqual(left([update(200), update(300)], [updating]).calls, [update(300)])
    deepEqual(left([update(300)], [updating]).calls, [update(300)])
  })

  it('is one alone, of that object and host', () => {
    deepEqual(left([stop, stop], [asked]).calls, [stop])
    for (const other of [
      { ...stop, node: 'h2' },
      { ...stop, object: 'Task/shop/web-2' },
    ])
      deepEqual(left([other], [asked]).calls, [other])
    deepEqual(left([stop], []).calls, [stop])
  })
})
