import { deepEqual, equal, match } from 'node:assert/strict'
import { join } from 'node:path'
import type { PlanRequest } from '../../../../api/v1/installation/requests.ts'
import { exits } from '../../../../api/v1/installation/installation-error.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { all, aRequest, eachHome, serviceText } from '../local-core.ts'
import { anEmptyHost, declareNodes } from './empty-host.ts'

const some = (count: number) => Array.from({ length: count }, (_, index) => serviceText(`s${index}`)).join('---\n')

describe('what a program is told of a plan', () => {
  let core: Core
  eachHome((made) => {
    core = made
    declareNodes(core, 'a')
  })
  const planned = async (text: string, more: Partial<PlanRequest> = {}) => {
    const answer = await plan(
      { ...core, engines: async () => new Map([['a', anEmptyHost()]]) },
      { ...aRequest(core.home, text, {}), ...more },
    )
    if ('needs' in answer) throw new Error('it needs nothing')
    return answer
  }

  it('has what waits for approval, with the id to approve it by', async () => {
    await all(apply(core, aRequest(core.home, some(8), {})))
    const { exit, unmet, holds } = await planned(some(2))
    deepEqual([exit, unmet], [exits.approval, []])
    deepEqual([holds.length, holds[0]?.resources.length], [1, 6])
    const { id, message = '' } = holds[0] ?? {}
    match(message, new RegExp(`To allow it, apply first, which ends with 6; then: reconcile approve ${id}$`))
    await all(apply(core, aRequest(core.home, some(2), {})))
    match((await planned(some(2))).holds[0]?.message ?? '', new RegExp(`To allow it: reconcile approve ${id}$`))
  })

  it('has no approval of what a push takes away before it is there, and asks for no apply', async () => {
    await all(apply(core, aRequest(core.home, some(8), {})))
    const { holds } = await planned(some(2), { staged: { directory: core.home, at: core.home } })
    const { id, message = '' } = holds[0] ?? {}
    match(message, new RegExp(`To allow it, once the push is there: reconcile approve ${id}$`))
  })

  it('has no change where only the checkout lies elsewhere', async () => {
    await all(apply(core, aRequest(join(core.home, '1'), some(2), {})))
    const answer = await planned(some(2))
    equal(answer.declared, 0)
    equal(answer.text.includes('Declared:'), false)
  })

  it('has the warnings, and how few are ready on the way', async () => {
    const secret = `apiVersion: reconcile.dev/v1
kind: Secret
metadata: { name: token, namespace: shop }
spec: { file: /nowhere/token }
`
    const { warnings, rollouts } = await planned(`${serviceText('web')}---\n${secret}`)
    match(
      warnings.join('\n'),
      /\/nowhere\/token is not there: what mounts it is neither begun nor changed until it is, and/,
    )
    equal(rollouts.map(({ service }) => service).join(), 'shop/web')
  })
})
