import { deepEqual, equal } from 'node:assert/strict'
import { aWorld } from '../support/world.ts'

describe('the failed containers that are kept of a service', () => {
  it('are all gone with it, however many of its slots failed', async () => {
    const failing = { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 1 } }
    const world = aWorld({ images: { 'job:1': failing } })
    const template = { image: 'job:1', restartPolicy: { condition: 'Never' as const } }
    world.service('job', { mode: 'ReplicatedJob', replicas: 5, template })
    await world.settle()
    equal(world.containers().length, 5)
    world.life().ports.store.delete('Service', 'shop/job')
    await world.settle()
    deepEqual(world.containers(), [])
  })
})
