import { deepEqual } from 'node:assert/strict'
import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { servicesSaid } from '../../../../cli/local/swarm/stack-files.ts'

const file = (kind: string, name: string) => ({ name, objects: [{ kind, metadata: { name } } as ObjectOf] })

describe('the services of a swarm of which nothing is refused', () => {
  const files = [file('Service', 'web'), file('Service', 'web2'), file('Service', 'db'), file('Network', 'default')]
  for (const [refused, said] of [
    [['web'], ['web2', 'db']],
    [['db', 'web2'], ['web']],
    [[], ['web', 'web2', 'db']],
  ] as const)
    it(`are ${said.join(' and ')} beside ${refused.join(' and ') || 'none'}`, () =>
      deepEqual(
        servicesSaid({ files, refused: new Set<string>(refused) }).map(({ name }) => name),
        said,
      ))
})
