import { equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1ServiceSpec, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { aWorld } from '../support/world.ts'

const images = { 'once:1': { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 0 } } }

describe('a service whose task ends with 0', () => {
  const ended = async (template: Partial<V1TaskTemplate>, spec: Partial<V1ServiceSpec> = {}) => {
    const world = aWorld({ images })
    world.service('web', { ...spec, template: { image: 'once:1', ...template } })
    await world.pass(30_000)
    const { conditions } = world.serviceNamed('web')?.status ?? {}
    equal(getCondition(conditions, 'Ready')?.status, 'True')
    return getCondition(conditions, 'ServerEnded')?.message ?? ''
  }
  const ports = [{ containerPort: 80, hostPort: 8080 }]

  it('is told of where it is there to serve, with what starts it again', async () => {
    const start =
      /^web-1-\w+ ended with 0, though it publishes ports: nothing .*reconcile restart web -n shop`; `restart: always`/
    match(await ended({ ports }), start)
    match(await ended({ healthcheck: { test: ['CMD', 'true'], intervalSeconds: 1 } }), /though it checks its health: /)
  })

  it('is not where it may end', async () => {
    equal(await ended({}), '')
    equal(await ended({ ports, restartPolicy: { condition: 'Never' } }), '')
    equal(await ended({ ports }, { mode: 'ReplicatedJob' }), '')
  })
})
