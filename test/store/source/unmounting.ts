import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { until } from '../../support/until.ts'
import { createDiskWorld } from './disk-world.ts'
import { service } from './world.ts'

/** What only root can try, in a mount namespace of its own: `bind` or `tmpfs`, and which directory is unmounted. */
const [kind = '', where = ''] = process.argv.slice(2)
const world = await createDiskWorld({ deletionWaitMs: 200, stackHoldMs: 400, resyncMs: 300 })
const run = (...[command = '', ...args]: readonly string[]) => execFileSync(command, args)
const disk = join(world.home, 'disk')
const point = where === 'root' ? world.root : join(world.root, 'web')
const isHeld = () => [...world.store.facts('hold').values()].some((hold) => /FilesUnmounted/.test(JSON.stringify(hold)))
const rest = () => pass(1_000)

for (const each of [disk, point]) mkdirSync(each, { recursive: true })
if (kind === 'tmpfs') run('mount', '-t', 'tmpfs', 'manifests', disk)
mkdirSync(join(disk, 'more'))
writeFileSync(join(disk, 'web.yaml'), service('web', { namespace: 'web' }))
writeFileSync(join(disk, 'more', 'extra.yaml'), service('extra', { namespace: 'extra' }))
// Of a root that is unmounted an older state comes to light.
await world.write('shop.yaml', service('api'))
if (where === 'root') writeFileSync(join(disk, 'shop.yaml'), service('api'))
const mount = () => run('mount', '--bind', disk, point)
mount()
const all = ['extra/extra', 'shop/api', 'web/web']
let source = world.start()
await until('3 services', () => world.services().length === 3)
await rest()

if (where === 'covered') run('mount', '-t', 'tmpfs', 'empty', point)
else run('umount', point)
await until('a hold', isHeld)
await rest()
assert.deepEqual(world.services(), all)
await source.close()
source = world.start()
await rest()
assert.deepEqual(world.services(), all)
assert.ok(isHeld())

if (where === 'covered') run('umount', point)
else mount()
await until('no hold', () => !isHeld())
await rest()
assert.deepEqual(world.services(), all)
rmSync(join(point, 'web.yaml'))
await until('the service to go whose file was deleted', () => world.services().length === 2)
assert.deepEqual(world.services(), ['extra/extra', 'shop/api'])
process.stdout.write(world.lines.find((line) => line.includes('approve')) ?? '')
await source.close()
run('umount', point)
if (kind === 'tmpfs') run('umount', disk)
world.remove()
