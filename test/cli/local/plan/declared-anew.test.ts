import { equal, ok } from 'node:assert/strict'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { all, aRequest, eachHome } from '../local-core.ts'

describe('what a plan declares otherwise', () => {
  let core: Core
  eachHome((begun) => (core = begun))
  const planned = async (text: string) => {
    const answer = await plan(core, aRequest(core.home, text, {}))
    ok('declared' in answer, JSON.stringify(answer))
    return answer.declared
  }
  const RUNS = service('web')

  for (const [what, text, count] of [
    ['nothing', RUNS, 0],
    ['how it would be updated', service('web', 'updateStrategy: { failureAction: Rollback }'), 1],
    ['a service beside it that runs nothing', `${RUNS}---\n${service('tool')}`, 1],
    ['another service in its place', service('tool'), 2],
    ['a stack that is not known here: its calls say what is new', service('web').replace('shop', 'blog'), 0],
  ] as const)
    it(`is counted: ${what}`, async () => {
      await all(apply(core, aRequest(core.home, RUNS, {})))
      equal(await planned(text), count)
    })
})

function service(name: string, more = ''): string {
  return `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec:
  replicas: 0
  template: { image: nginx }
  ${more}
`
}
