import { deepEqual, equal, match } from 'node:assert/strict'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
`

describe('a watched directory that moves, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  it('is taken over where it is now, as it runs, once it is forgotten where it was', async () => {
    const { cli } = engine
    cli.write('before/shop.yaml', SHOP)
    cli.write('before/old.yaml', SHOP.replace('shop', 'old'))
    equal((await cli.run('serve', '--watch', 'before', '--once')).exit, 0)
    const [ended = '', kept = ''] = await engine.containers()
    match(`${ended} ${kept}`, /^old-web-1 \S+ shop-web-1 \S+$/)
    renameSync(join(cli.dir, 'before'), join(cli.dir, 'after'))
    rmSync(join(cli.dir, 'after/old.yaml'))
    const refused = await cli.run('serve', '--watch', 'after', '--once')
    equal(refused.exit, 2, refused.out + refused.err)
    match(refused.out + refused.err, /are declared in .*before\/shop.yaml, .*: `reconcile serve --unwatch \S+\/before`/)
    const asked = await cli.run('serve', '--unwatch', 'before', '--once')
    equal(asked.exit, 6)
    match(
      asked.err,
      /nothing declares .*Service\/old\/web; nothing was forgotten\nnext: .*--unwatch \S+\/before --delete`/,
    )
    deepEqual(await engine.containers(), [ended, kept])
    const moved = await cli.run('serve', '--unwatch', 'before', '--delete', '--once')
    equal(moved.exit, 0, moved.out + moved.err)
    match(moved.out + moved.err, /Service\/old\/web deleted: \S+\/before is not watched any more/)
    deepEqual(await engine.containers(), [kept])
    match((await cli.run('get', 'services')).out, /web +Replicated +1 +1 /)
  })

  it('loses a file to another one that has it now, and the file’s containers run on', async () => {
    const { cli } = engine
    cli.write('one/shop.yaml', SHOP)
    cli.write('one/kept.yaml', SHOP.replace('shop', 'kept'))
    cli.write('two/other.yaml', SHOP.replace('shop', 'other'))
    const soon = 'RECONCILE_SETTINGS=deletionWaitMs=500,stackHoldMs=500'
    const serve = cli.startUnder(['env', soon], 'serve', '--watch', 'one', '--watch', 'two')
    for (const stack of ['shop', 'kept', 'other']) await serve.says(`Service/${stack}/web RolloutCompleted`)
    const before = await engine.containers()
    equal(before.length, 3)
    renameSync(join(cli.dir, 'one/shop.yaml'), join(cli.dir, 'two/shop.yaml'))
    await serve.says('two/shop.yaml declares it, and')
    equal((await cli.run('wait', 'service/web', '--stack', 'shop', '--for', 'condition=Ready')).exit, 0)
    const described = await cli.run('describe', 'service/web', '--stack', 'shop')
    match(described.out, /two\/shop.yaml/)
    deepEqual(await engine.containers(), before)
    await serve.stop()
  })

  it('is moved by one command', async () => {
    const { cli } = engine
    cli.write('before/shop.yaml', SHOP)
    equal((await cli.run('serve', '--watch', 'before', '--once')).exit, 0)
    const before = await engine.containers()
    renameSync(join(cli.dir, 'before'), join(cli.dir, 'after'))
    const moved = await cli.run('serve', '--unwatch', 'before', '--watch', 'after', '--once')
    equal(moved.exit, 0, moved.out + moved.err)
    deepEqual(await engine.containers(), before)
    const wider = await cli.run('serve', '--unwatch', 'after', '--watch', '.', '--once')
    equal(wider.exit, 0, wider.out + wider.err)
    deepEqual(await engine.containers(), before)
  })
})
