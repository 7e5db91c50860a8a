import { deepEqual, equal, match } from 'node:assert/strict'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
    volumes: [data:/data]
volumes: { data: }
`

describe('what was applied, and is watched from then on, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  it('runs on, is the directory’s, and does not come back once that has it no more', async () => {
    const { cli } = engine
    const file = cli.write('stacks/shop/compose.yaml', SHOP)
    cli.write('stacks/other/compose.yaml', SHOP.replace('shop', 'other'))
    equal((await cli.run('apply', '-f', file)).exit, 0)
    const [before = ''] = await engine.containers()
    const taken = await cli.run('serve', '--watch', 'stacks', '--once')
    equal(taken.exit, 0, taken.out + taken.err)
    const after = await engine.containers()
    deepEqual([after.length, after.includes(before)], [2, true])
    equal(existsSync(join(cli.home, 'desired/shop')), false)
    rmSync(file)
    const soon = { RECONCILE_SETTINGS: 'deletionWaitMs=300,stackHoldMs=300' }
    const gone = await cli.runWith(soon, 'serve', '--once')
    match(gone.out + gone.err, /Service\/shop\/web deleted/)
    rmSync(join(cli.home, 'state'), { recursive: true })
    equal((await cli.run('serve', '--watch', 'stacks', '--once')).exit, 0)
    deepEqual(
      (await engine.containers()).map((line) => line.split(' ')[0]),
      ['other-web-1'],
    )
  })

  it('runs on, where it was applied from a file elsewhere', async () => {
    const { cli } = engine
    equal((await cli.run('apply', '-f', cli.write('mine/compose.yaml', SHOP))).exit, 0)
    const before = await engine.containers()
    cli.write('stacks/shop/compose.yaml', SHOP.replace('100000', '100001'))
    const refused = await cli.run('serve', '--watch', 'stacks', '--once')
    equal(refused.exit, 2)
    match(
      refused.out + refused.err,
      /the stack shop was applied from \S+\/mine\/compose.yaml, and differs here: Service\/shop\/web template\.args/,
    )
    const file = cli.write('stacks/shop/compose.yaml', SHOP)
    const taken = await cli.run('serve', '--once')
    equal(taken.exit, 0, taken.out + taken.err)
    deepEqual(await engine.containers(), before)
    equal(existsSync(join(cli.home, 'desired/shop')), false)
    const again = await cli.run('apply', '-f', file)
    equal(again.exit, 2)
    match(again.err, /is in the watched directory \S+\nnext: save it/)
  })

  it('is as the directory says once that is applied', async () => {
    const { cli } = engine
    equal((await cli.run('apply', '-f', cli.write('mine/compose.yaml', SHOP))).exit, 0)
    const file = cli.write('stacks/shop/compose.yaml', SHOP.replace('100000', '100001'))
    const { out, err } = await cli.run('serve', '--watch', 'stacks', '--once')
    const remedy = /`reconcile (apply -f [^`]+)`/.exec(out + err)?.[1] ?? ''
    equal(remedy, `apply -f ${file}`)
    match((await cli.run('plan', '-f', file)).out, /template\.args\[1\] 100000 → 100001/)
    const applied = await cli.run(...remedy.split(' '))
    equal(applied.exit, 0, applied.err)
    equal((await cli.run('serve', '--once')).exit, 0)
    equal(existsSync(join(cli.home, 'desired/shop')), false)
  })
})
