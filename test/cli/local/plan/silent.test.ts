import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { exits } from '../../../../api/v1/installation-error.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { aRequest, eachHome, serviceText } from '../local-core.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { anEmptyHost } from './empty-host.ts'

const never = () =>
  Promise.reject(new EngineError('Unreachable', { node: 'b', tried: 'ask', detail: 'no answer within 10 s' }))
/** A host that does not answer. */
const silent = { node: 'b', info: never, listContainers: never, listNetworks: never, listVolumes: never } as unknown
const GLOBAL = serviceText('web').replace('spec: {', 'spec: { mode: Global,')

describe('a plan while a host does not answer', () => {
  let core: Core
  eachHome((made) => (core = made))
  const planOn = async (text: string, engines: readonly (readonly [string, unknown])[]) => {
    const all = new Map(engines as [string, Engine][])
    const answer = await plan({ ...core, engines: async () => all }, aRequest(core.home, text, {}))
    if ('needs' in answer) throw new Error('it needs nothing')
    return answer
  }
  const both = [
    ['a', anEmptyHost()],
    ['b', silent],
  ] as const

  it('is of what goes on others, and says what it takes for granted', async () => {
    const { calls, assumptions, exit, unmet } = await planOn(serviceText('web'), both)
    deepEqual([exit, unmet], [exits.converged, []])
    ok(calls.length > 0 && calls.every(({ node }) => node === 'a'))
    match(assumptions.join(), /b does not answer \(no answer within 10 s\): nothing is done there before it does/)
  })

  it('ends as its apply does, where something is to be there', async () => {
    const { calls, exit, unmet } = await planOn(GLOBAL, both)
    ok(calls.length > 0 && calls.every(({ node }) => node === 'a'))
    equal(exit, exits.unreachable)
    match(unmet.map(({ message }) => message).join(), /b does not answer(?!: no engine listens)/)
  })

  it('is none where no host answers', async () => {
    await rejects(planOn(serviceText('web'), [['b', silent]]), { exit: exits.unreachable })
  })
})
