import { deepEqual } from 'node:assert/strict'
import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { servicesSaid } from '../../../../cli/local/swarm/stack-files.ts'

const file = (kind: string, name: string) => ({ name, objects: [{ kind, metadata: { name } } as ObjectOf] })

describe('the services of a swarm of which nothing is refused', () => {
  const files = [file('Service', 'web'), file('Service', 'web2'), file('Service', 'db'), file('Network', 'default')]
  for (const [refusals, said] of [
    [['service shop_web, TaskTemplate.ContainerSpec: Env has a template'], ['web2', 'db']],
    [['service db: Mode has no counterpart', 'service shop_web2.Networks[0]: x'], ['web']],
    [['network shop_default has the driver x'], ['web', 'web2', 'db']],
  ] as const)
    it(`are ${said.join(' and ')} beside: ${refusals.join('; ')}`, () =>
      deepEqual(
        servicesSaid({ files, refusals }).map(({ name }) => name),
        said,
      ))
})
