import assert from 'node:assert/strict'
import { until } from '../../support/until.ts'
import { createDiskWorld } from './disk-world.ts'
import { service } from './world.ts'

/** What only a user shows who may watch less than there is. */
const world = await createDiskWorld({ resyncMs: 500 })
for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await world.write(`${name}/${name}.yaml`, service(name))
const source = world.start()
await until('6 services', () => world.services().length === 6)
const warnings = () => world.lines.filter((line) => line.includes('can be watched'))
await until('a warning', () => warnings().length > 0)
for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
  await world.write(`${name}/${name}.yaml`, service(name, { replicas: 2 }))
await until('what changed', () => world.services().every((key) => world.replicas(key) === 2))
assert.equal(warnings().length, 1)
process.stdout.write(warnings()[0] ?? '')
await source.close()
world.remove()
