import { deepEqual } from 'node:assert/strict'
import { createNodeWorks } from '../../../controllers/runtime/node-work.ts'

/** Work for one key on nodes that ends as told, after its pass; what is kept of it then, and which keys were woken. */
async function leftOver(work: Readonly<Record<string, () => Promise<void>>>) {
  const woken: string[] = []
  const works = createNodeWorks({ steady: () => 5 }, (key) => woken.push(key))
  const atNodes = works.of('shop/web', { aborted: false, abort: () => {} })
  for (const [node, begin] of Object.entries(work)) atNodes.begin(node, begin)
  works.left('shop/web')
  await works.ended()
  return {
    woken,
    kept: [...atNodes.pieces].map(([node, { endedAt, failures }]) => [node, endedAt, failures.map(String)]),
  }
}

describe('work on a node that ends after its pass', () => {
  it('wakes its key, and is kept only where it failed', async () => {
    const fails = () => Promise.reject(new Error('no'))
    deepEqual(await leftOver({ a: async () => {}, b: fails }), {
      woken: ['shop/web', 'shop/web'],
      kept: [['b', 5, ['Error: no']]],
    })
  })
})
