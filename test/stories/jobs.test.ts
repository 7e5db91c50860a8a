import { equal } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { aWorld } from '../support/world.ts'

const job = { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 0 } }

describe('a job', () => {
  for (const failureAction of ['Pause', 'Rollback'] as const)
    it(`that ends well within the watched time has not failed its update (${failureAction})`, async () => {
      const world = aWorld({ images: { 'job:1': job, 'job:2': job } })
      const spec = (image: string): Partial<V1ServiceSpec> => ({
        mode: 'ReplicatedJob',
        template: { image },
        updateStrategy: { monitorSeconds: 3, failureAction },
      })
      world.service('migrate', spec('job:1'))
      await world.settle()
      world.service('migrate', spec('job:2'))
      await world.settle()
      equal(world.serviceNamed('migrate')?.status?.rollout?.state, 'Completed')
      equal(world.tasks()[0]?.spec.template.image, 'job:2')
    })
})
