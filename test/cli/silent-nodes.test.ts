import { deepEqual, rejects } from 'node:assert/strict'
import type { V1Node } from '../../api/v1/generated/types.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import type { Context } from '../../cli/context.ts'
import { sayUnasked } from '../../cli/silent-nodes.ts'
import { aNode } from '../support/builders.ts'

const well = aNode('a', {}, { engineID: 'A', conditions: [{ type: 'Ready', status: 'True' }] })
const changed = aNode(
  'b',
  {},
  {
    ...{ engineID: 'B', hostname: 'b', otherEngine: { engineID: 'C', hostname: 'c' } },
    conditions: [{ type: 'Ready', status: 'False', reason: 'EngineChanged' }],
  },
)

/** What is said of these nodes after the logs or the usage of what runs. */
async function saidOf(...items: readonly V1Node[]): Promise<readonly string[]> {
  const lines: string[] = []
  const context = { terminal: { complain: (line: string) => void lines.push(line) } } as unknown as Context
  await sayUnasked(context, { list: async () => ({ metadata: {}, items: [...items] }) })
  return lines
}

describe('what asks the containers of a node at which another engine answers', () => {
  it('has nothing of them, and says so', async () => {
    deepEqual(await saidOf(well), [])
    deepEqual(await saidOf(well, changed), [
      'warning: what runs on b is not asked: another engine (host c) answers at node b than the one recorded (host b), as where DOCKER_HOST or a Docker context names another host, the machine was replaced, or Docker was given another data-root; `reconcile describe node/b` says what to do',
    ])
  })

  it('fails where there is no other node', async () => {
    await rejects(saidOf(changed), ({ message, exit, remedy }) => {
      deepEqual([exit, remedy.includes('`reconcile approve node/b`')], [exits.approval, true])
      return message.startsWith('what runs on b is not asked: another engine (host c) answers at node b')
    })
  })
})
