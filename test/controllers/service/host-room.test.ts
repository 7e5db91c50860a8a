import { equal } from 'node:assert/strict'
import type { V1Port, V1ServiceSpec } from '../../../api/v1/generated/types.ts'
import { strategyOf } from '../../../controllers/service/strategy.ts'
import { aService } from '../../support/builders.ts'

const range = (last: number): V1Port => ({ containerPort: 80, hostPort: 8080, hostPortEnd: last })
const ONE = 'one task at a time can have its host port'

interface Row {
  readonly it: string
  readonly ports?: readonly V1Port[]
  readonly spec?: Partial<V1ServiceSpec>
  /** Why it does not; absent: it does. */
  readonly why?: string
  /** Whether the next tasks wait for the end of those before. */
  readonly awaits?: boolean
}

describe('an update that is to start first', () => {
  for (const { it: sentence, ports = [], spec, why, awaits = false } of [
    {
      it: 'does, with ports that the engine chooses',
      ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 0 }],
    },
    { it: 'stops first, with one port of its host', ports: [{ containerPort: 80, hostPort: 8080 }], why: ONE },
    {
      it: 'stops first, with a port for each of a range',
      ports: [{ containerPort: 80, containerPortEnd: 82, hostPort: 8080, hostPortEnd: 8082 }],
      why: ONE,
    },
    { it: 'does, with a range that has room for one more', ports: [range(8082)], spec: { replicas: 2 }, awaits: true },
    {
      it: 'waits for no end, with a range that has room for two more each',
      ports: [range(8085)],
      spec: { replicas: 2 },
    },
    {
      it: 'stops first, with a range that has none',
      ports: [range(8081)],
      spec: { replicas: 2 },
      why: 'its host ports 8080-8081 have room for 2 tasks, and 3 would have to have one',
    },
    {
      it: 'stops first, with a range that has none for all that are in work at a time',
      ports: [range(8083)],
      spec: { replicas: 3, updateStrategy: { parallelism: 0 } },
      why: 'its host ports 8080-8083 have room for 4 tasks, and 6 would have to have one',
    },
    {
      it: 'does, with a range that has room for all of one node',
      ports: [range(8081)],
      spec: { replicas: 5, placement: { maxReplicasPerNode: 1 } },
      awaits: true,
    },
    {
      it: 'does, with a range for the one task of each node',
      ports: [range(8081)],
      spec: { mode: 'Global' },
      awaits: true,
    },
    {
      it: 'stops first, with a fixed address',
      spec: { template: { networks: [{ network: 'front' }, { network: 'back', ipv4Address: '10.1.0.9' }] } },
      why: 'one task at a time can have the address 10.1.0.9 on the network back',
    },
  ] as readonly Row[])
    it(sentence, () => {
      const template = { image: 'nginx', ports: [...ports], ...spec?.template }
      const updateStrategy = { ...spec?.updateStrategy, order: 'StartFirst' as const }
      const { order, note, awaitsEnds } = strategyOf(aService({ ...spec, template, updateStrategy }), false)
      equal(awaitsEnds, awaits)
      equal(order, why === undefined ? 'StartFirst' : 'StopFirst')
      equal(note, why && `the old task stops first, in spite of StartFirst: ${why}`)
    })
})
