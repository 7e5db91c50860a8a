import { equal } from 'node:assert/strict'
import { isLocalAbsent } from '../../../../cli/local/open/engines.ts'
import { DESIRED } from '../../../../store/source/acceptance/accepted.ts'
import { aNode } from '../../../support/builders.ts'
import { aCore } from '../local-core.ts'

const HOME = { HOME: '/nowhere', DOCKER_CONFIG: '/nowhere' }
const never = { conditions: [{ type: 'Ready', status: 'Unknown' as const }] }

describe('the engine of this machine', () => {
  const storeOf = (...nodes: ReturnType<typeof aNode>[]) => {
    const { store } = aCore('/nowhere')
    for (const node of nodes) store.create('Node', node)
    return store
  }
  const isAbsent = (store = storeOf(aNode('b')), env: Readonly<Record<string, string>> = HOME, isThere = false) =>
    isLocalAbsent(store, env, () => isThere)

  it('is absent where it does not listen, and other nodes are declared', () => {
    equal(isAbsent(), true)
    equal(isAbsent(storeOf(aNode('local', {}, never), aNode('b'))), true)
  })

  it('is one that is down where it listens, is the only one, was there before, or is named', () => {
    equal(isAbsent(undefined, undefined, true), false)
    equal(isAbsent(storeOf(aNode('local', {}, never))), false)
    equal(isAbsent(storeOf(aNode('local', {}, { ...never, engineID: 'e1' }), aNode('b'))), false)
    equal(isAbsent(undefined, { ...HOME, DOCKER_HOST: 'unix:///var/run/docker.sock' }), false)
    const declared = storeOf(aNode('local', {}, never), aNode('b'))
    declared.putFact('source', 'Node/local', { root: DESIRED, file: 'nodes.yaml' })
    equal(isAbsent(declared), false)
  })
})
