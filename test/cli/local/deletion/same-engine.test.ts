import { deepEqual, equal, rejects } from 'node:assert/strict'
import { askedOnce, otherNodeOf } from '../../../../cli/local/deletion/same-engine.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { aNode } from '../../../support/builders.ts'
import { aCore } from '../local-core.ts'

const { signal } = new AbortController()
const OURS = { id: 'E1', name: 'host' }

/** A core whose nodes answer as these do. */
function aCoreWith(infos: Readonly<Record<string, () => Promise<unknown>>>) {
  const all = Object.entries(infos).map(([node, info]): [string, Engine] => [node, { node, info } as unknown as Engine])
  const core = { ...aCore('/nowhere'), engines: async () => new Map(all) }
  for (const node of Object.keys(infos)) core.store.create('Node', aNode(node))
  return core
}

const silent = () => Promise.reject(new EngineError('Unreachable', { node: 'far', tried: 'ask', detail: 'no answer' }))

describe('the engines of nodes, as one is deleted', () => {
  it('are each asked once who they are', async () => {
    let times = 0
    const identityOf = askedOnce(aCoreWith({ far: async () => (times++, OURS) }), signal)
    deepEqual([await identityOf('far'), await identityOf('far'), times], [OURS, OURS, 1])
  })

  it('are nobody where none answers or is connected', async () => {
    const identityOf = askedOnce(aCoreWith({ far: silent }), signal)
    deepEqual([await identityOf('far'), await identityOf('other')], [undefined, undefined])
  })

  it('do not count as silent by a fault of ours, which says nothing of them', async () => {
    const fault = () => Promise.reject(new TypeError('no such field'))
    await rejects(askedOnce(aCoreWith({ far: fault }), signal)('far'), TypeError)
  })

  it('are found under another node that stays, while others do not answer yet', async () => {
    const asked: string[] = []
    let answer: (() => void) | undefined
    const both = new Promise<void>((resolve) => (answer = resolve))
    const info = (node: string, id: string) => async () => {
      if (asked.push(node) === 2) answer?.()
      await both
      return { ...OURS, id }
    }
    const core = aCoreWith({ far: async () => OURS, slow: info('slow', 'E2'), near: info('near', 'E1') })
    const at = { core, identityOf: askedOnce(core, signal) }
    equal(await otherNodeOf(OURS, { node: 'far', going: [] }, at), 'near')
    equal(await otherNodeOf(OURS, { node: 'far', going: ['Node/near'] }, at), undefined)
  })
})
