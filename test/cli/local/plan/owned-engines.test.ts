import { deepEqual } from 'node:assert/strict'
import type { V1Node } from '../../../../api/v1/generated/types.ts'
import { ownedEngines } from '../../../../cli/local/plan/owned-engines.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { aNode } from '../../../support/builders.ts'
import { eachHome } from '../local-core.ts'

const engine = (id: string) => ({ id, name: 'host' })
const recorded = (name: string, engineID: string) => aNode(name, {}, { engineID, hostname: 'host' })

describe('an engine of which a plan declares two nodes', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })

  for (const [what, nodes, engines, wants] of [
    ['is the one that it is recorded of', [aNode('a'), recorded('b', 'E')], ['a E', 'b E'], ['a: b']],
    ['is the one that is there first where both are new', [aNode('b'), aNode('a')], ['b E', 'a E'], ['a: b']],
    ["is this machine's, which nothing declares yet", [aNode('far')], ['local E', 'far E'], ['far: local']],
    ["is this machine's, which had it", [recorded('local', 'E'), aNode('far')], ['far E', 'local E'], ['far: local']],
    ['is held otherwise where another is recorded', [recorded('a', 'E'), recorded('b', 'F')], ['a E', 'b E'], []],
    ['is none where each has its own', [aNode('a'), aNode('b')], ['a E', 'b F'], []],
  ] as readonly [string, V1Node[], string[], string[]][])
    it(what, () => {
      for (const node of nodes) core.store.create('Node', node)
      const answering = engines
        .map((each) => each.split(' '))
        .map(([node = '', id = '']) => [node, engine(id)] as const)
      const owned = ownedEngines(new Map(answering), core.store)
      deepEqual(
        owned.map(({ node, detail }) => `${node}: ${/that of node (\w+): give one/.exec(detail)?.[1]}`),
        wants,
      )
    })
})
