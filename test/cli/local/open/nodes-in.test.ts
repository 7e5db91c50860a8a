import { deepEqual } from 'node:assert/strict'
import type { V1Node } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { nodesIn } from '../../../../cli/local/open/engines.ts'
import { aCore } from '../local-core.ts'

const aNode = (name: string, host: string): V1Node => {
  return { apiVersion: API_VERSION, kind: 'Node', metadata: { name }, spec: { engine: { host } } }
}

describe('the nodes of an apply', () => {
  it('are where it declares them, or else where they were declared, and the local one is there without that', () => {
    const { store } = aCore('/nowhere')
    const hosts = (...objects: readonly V1Node[]) =>
      [...nodesIn(store, objects)].map(([name, node]) => [name, node?.spec.engine?.host])
    deepEqual(hosts(), [['local', undefined]])
    deepEqual(hosts(aNode('local', 'tcp://h:2376')), [['local', 'tcp://h:2376']])
    store.create('Node', aNode('h1', 'unix:///a'))
    deepEqual(hosts(aNode('h1', 'unix:///b')), [
      ['local', undefined],
      ['h1', 'unix:///b'],
    ])
  })
})
