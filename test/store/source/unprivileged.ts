import assert from 'node:assert/strict'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../support/until.ts'
import { createDiskWorld } from './disk-world.ts'
import { service } from './world.ts'

/** What only a user who is not root can try: files and directories that it may not read. */
const world = await createDiskWorld()
await world.write('web.yaml', service('web'))
await world.write('sub/db.yaml', service('db'))
const source = world.start()
await until('2 services', () => world.services().length === 2)
mkdirSync(join(world.root, 'other'))
chmodSync(join(world.root, 'web.yaml'), 0o000)
chmodSync(join(world.root, 'sub'), 0o000)
await world.write('other/new.yaml', service('new'))
await until('the new service and 2 errors', () => world.services().length === 3 && source.errors().length === 2)
assert.ok(source.errors().every(({ message }) => message.includes('permission denied')))
chmodSync(join(world.root, 'web.yaml'), 0o600)
chmodSync(join(world.root, 'sub'), 0o700)
await until('no error', () => source.errors().length === 0)
assert.deepEqual(world.services(), ['shop/db', 'shop/new', 'shop/web'])
await source.close()
world.remove()
