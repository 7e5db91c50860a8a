import { deepEqual } from 'node:assert/strict'
import type { PlannedCall } from '../../api/v1/installation/plan-answer.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'
import { hostPortsSaid } from '../../plan/host-ports.ts'

const start: PlannedCall = { node: 'a', method: 'POST', path: '/containers/web/start', object: '', reason: '', at: 0 }

/** What is said of a container that has stopped and is started again. */
function saidOf(bindings: NonNullable<ContainerInspect['HostConfig']>['PortBindings']): readonly string[] {
  const web = { Name: '/web', State: { Running: false }, HostConfig: { PortBindings: bindings }, NetworkSettings: {} }
  const observed = { containers: [web as unknown as ContainerInspect], networks: [], volumes: [], images: [] }
  return hostPortsSaid([start], [{ node: 'a', observed }])
}

describe('the ports of the host of a container that is started again', () => {
  it('are assumed to be free', () => {
    deepEqual(saidOf({ '80/tcp': [{ HostPort: '8080' }] }), ['no process of a has port 8080, which is to be published'])
  })

  it('are none where it publishes none, which engines say by null', () => {
    deepEqual([saidOf(null), saidOf({})], [[], []])
  })
})
