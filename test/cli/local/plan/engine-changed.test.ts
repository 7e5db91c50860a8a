import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { exits } from '../../../../api/v1/installation/installation-error.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { engineInfo } from '../../../../engine/simulated/info.ts'
import { aNode } from '../../../support/builders.ts'
import { aCore, aRequest, serviceText } from '../local-core.ts'
import { anEmptyHost, declareNodes } from './empty-host.ts'

describe('a plan while another engine answers for a node', () => {
  const plannedWith = async (engineID: string) => {
    const core = aCore('/nowhere')
    declareNodes(core, 'a')
    core.store.create('Node', aNode('b', {}, { engineID }))
    const host = anEmptyHost()
    const other = { ...host, node: 'b', info: async () => engineInfo('b', '1.51') }
    const engines = async () =>
      new Map([
        ['a', host],
        ['b', other],
      ])
    const answer = await plan({ ...core, engines }, aRequest('/nowhere', serviceText('web'), {}))
    if ('needs' in answer) throw new Error('it needs nothing')
    return answer
  }

  it('ends as its apply does, which waits for a decision though nothing of it is there', async () => {
    const { exit, calls, unmet, text } = await plannedWith('E-BEFORE')
    ok(calls.length > 0 && calls.every(({ node }) => node === 'a'))
    equal(exit, exits.approval)
    deepEqual(
      unmet.map(({ object, reason }) => [object, reason]),
      [['Node/b', 'EngineChanged']],
    )
    match(text.at(-1) ?? '', /The rest waits for approval\.$/)
  })

  it('says nothing where it is the one that is known', async () => {
    const { exit, unmet } = await plannedWith(engineInfo('b', '1.51').id)
    deepEqual([exit, unmet], [exits.converged, []])
  })
})
