import { deepEqual } from 'node:assert/strict'
import type { ServedInstallation } from '../../../api/v1/installation/installation.ts'
import type { PlanAnswer } from '../../../api/v1/installation/plan-answer.ts'
import type { PlanRequest } from '../../../api/v1/installation/requests.ts'
import type { Context } from '../../../cli/context.ts'
import { askPlan } from '../../../cli/plan/ask-plan.ts'
import { carrying } from '../../../cli/remote/carrying.ts'

describe('a plan that a server on another machine makes', function () {
  this.timeout(30_000) // it loads what reads manifests
  it('tells the variables that it depends on, and comes there with all of their values', async () => {
    const came: PlanRequest[] = []
    const server = {
      plan: (request: PlanRequest) => {
        came.push(request)
        return Promise.resolve({ calls: [] } as unknown as PlanAnswer)
      },
    } as unknown as ServedInstallation
    const context = { env: { WORD: 'one', OTHER: 'of no manifest' } } as unknown as Context
    const text = 'name: shop\nservices: { web: { image: "nginx:${TAG}", command: "echo ${WORD}" } }\n'
    const request = { sources: [{ file: '/far/compose.yaml', text }], cwd: '/far' } as unknown as PlanRequest
    const { needs } = await askPlan(context, carrying(server, context), request)
    deepEqual([...needs].sort(), ['TAG', 'WORD'])
    deepEqual(
      came.map(({ variables: { TAG, WORD, OTHER } = {} }) => ({ TAG, WORD, OTHER })),
      [{ TAG: null, WORD: 'one', OTHER: undefined }],
    )
  })
})
