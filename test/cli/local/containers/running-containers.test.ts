import { equal, throws } from 'node:assert/strict'
import {
  answering,
  containersOf,
  refuseUnknown,
  runningContainer,
} from '../../../../cli/local/containers/running-containers.ts'
import { aRunning, type TestWorld } from '../../../support/world.ts'

const web = { kind: 'Service', namespace: 'shop', name: 'web' } as const
const unreachable = { exit: 5, message: /^the engine of node a can't be reached: / }

describe('a running container of a service on two hosts, of which one does not answer', () => {
  let a: TestWorld
  const inventory = () => a.life().ports.inventory
  const taskOn = (node: string) => {
    const found = a.tasks().find(({ spec }) => spec.node === node)
    return { kind: 'Task', namespace: 'shop', name: found?.metadata.name ?? '' } as const
  }

  for (const [when, anew] of [
    ['any more', false],
    ['since the start', true],
  ] as const)
    it(`is that on the other host, where it does not answer ${when}`, async () => {
      a = await aRunning({ replicas: 2, placement: { maxReplicasPerNode: 1 } }, { nodes: ['a', 'b'] })
      const [onA, onB] = [taskOn('a'), taskOn('b')]
      if (anew) await a.restart()
      a.host.hang()
      await a.pass(60_000)
      equal(runningContainer(inventory(), web).node, 'b')
      equal(runningContainer(inventory(), onB).node, 'b')
      throws(() => runningContainer(inventory(), onA), unreachable)
      const known = containersOf(inventory(), web)
      equal(answering(inventory(), known).length, 1)
      refuseUnknown(inventory(), containersOf(inventory(), onB))
    })
})
