import { deepEqual } from 'node:assert/strict'
import { staysOnSaid } from '../../plan/stays-on.ts'
import { runningOnTwo } from '../support/two-nodes.ts'

describe('what a plan says of the nodes whose drain begins with it', () => {
  const DRAINED = 'task shop/web-1-'
  for (const { it: sentence, constraints, isAnother, says } of [
    { it: 'names a task that stays, and why', constraints: ['node.name==b'], says: [DRAINED] },
    { it: 'is nothing where all of it goes elsewhere', constraints: [], says: [] },
    { it: 'is nothing of tasks that it does not move', constraints: ['node.name==b'], isAnother: true, says: [] },
  ])
    it(sentence, async () => {
      const world = await runningOnTwo({ replicas: 1, placement: { constraints } })
      const { ports } = world.life()
      ports.store.update('Node', 'b', ({ spec }) => void (spec.drain = true))
      const declared = new Map(ports.store.list('Node'))
      await world.settle()
      const said = staysOnSaid({ ...ports, ...(isAnother ? { concerns: () => false } : {}) }, {
        list: () => declared,
      } as never)
      deepEqual(
        said.map((words) => words.replace(/^(task shop\/web-1-)\w+( .*)$/, '$1$2')),
        says.map(
          (words) => `${words} stays on b, which is drained: no other node fits: a: it does not meet node.name==b`,
        ),
      )
    })
})
