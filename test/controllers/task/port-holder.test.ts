import { equal } from 'node:assert/strict'
import { takenPort, takenPortWords } from '../../../controllers/task/port-holder.ts'
import type { EngineError } from '../../../engine/errors.ts'
import type { ContainerSummary } from '../../../engine/types/container.ts'

const DETAIL =
  'driver failed programming external connectivity on endpoint shop-web-1 (a1b2): Bind for 0.0.0.0:8090 failed: port is already allocated; free it'
const refusal = (code: 'Busy' | 'Invalid', detail = DETAIL) =>
  ({ code, detail }) as Pick<EngineError, 'code' | 'detail'> as EngineError
const container = (name: string, ...hostPorts: number[]) =>
  ({ id: 'c'.repeat(64), name, hostPorts }) as unknown as ContainerSummary

describe('a port of the host that another has', () => {
  for (const { says, error, port } of [
    { says: 'is read from the refusal', error: refusal('Busy'), port: 8090 },
    { says: 'is none of another refusal', error: refusal('Busy', 'volume is in use'), port: undefined },
    { says: 'is none where nothing is taken', error: refusal('Invalid'), port: undefined },
  ])
    it(says, () => equal(takenPort(error), port))

  for (const { says, containers, words } of [
    {
      says: 'is told with the container that has it',
      containers: [container('db', 5432), container('blog-web-1', 80, 8090)],
      words: 'port 8090 is held by the container blog-web-1: end it, or publish another one',
    },
    { says: 'is told as the engine did where no container has it', containers: [container('db', 5432)], words: DETAIL },
  ])
    it(says, () => equal(takenPortWords(refusal('Busy'), 8090, containers), words))
})
