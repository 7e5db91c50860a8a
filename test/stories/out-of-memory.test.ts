import { equal, match } from 'node:assert/strict'
import type { V1RestartPolicy } from '../../api/v1/generated/types.ts'
import { aWorld } from '../support/world.ts'

const app = { config: { Cmd: ['serve'] }, behaviour: { exitsAfterMs: 300, outOfMemory: true } }
const policies: readonly V1RestartPolicy[] = [
  { condition: 'Never' },
  { condition: 'OnFailure', maxAttempts: 2 },
  { condition: 'Always' },
]

describe('a container that the kernel kills for want of memory', () => {
  for (const restartPolicy of policies) {
    it(`says so, with its limit: restart policy ${restartPolicy.condition}`, async () => {
      const world = aWorld({ images: { app } })
      world.service('web', {
        template: { image: 'app', restartPolicy, resources: { limits: { memoryBytes: 64 << 20 } } },
      })
      await world.settle(20_000)
      const [task] = world.tasks()
      match(task?.status?.lastFailure ?? '', /^it was OOMKilled: it needs more than its memory limit of 64 MiB/)
      if (restartPolicy.condition === 'Always') return
      equal(task?.status?.phase, 'Failed')
      match(task.status.message ?? '', /^it was OOMKilled: .*64 MiB.*raise the limit/)
    })
  }

  it('names its host where it has no limit', async () => {
    const world = aWorld({ images: { app } })
    world.service('web', { template: { image: 'app', restartPolicy: { condition: 'Never' } } })
    await world.settle(20_000)
    equal(world.tasks()[0]?.status?.message, 'it was OOMKilled: its host ran out of memory (exit code 137)')
  })
})
