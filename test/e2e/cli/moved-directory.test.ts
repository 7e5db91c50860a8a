import { equal, match } from 'node:assert/strict'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { engineForEach } from '../../support/engine-for-each.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
`

describe('a watched directory that moves, on a real engine', function () {
  this.timeout(60_000)
  const engine = engineForEach()

  it('is watched where it is now once it is forgotten where it was, and the command ends', async () => {
    const { cli } = engine
    cli.write('before/shop.yaml', SHOP)
    equal((await cli.run('serve', '--watch', 'before', '--once')).exit, 0)
    renameSync(join(cli.dir, 'before'), join(cli.dir, 'after'))
    const refused = await cli.run('serve', '--watch', 'after', '--once')
    equal(refused.exit, 2, refused.out + refused.err)
    match(refused.out + refused.err, /is declared in .*before\/shop.yaml/)
    const moved = await cli.run('serve', '--unwatch', 'before', '--once')
    equal(moved.exit, 0, moved.out + moved.err)
    match((await cli.run('get', 'services')).out, /web +Replicated +1 +1 /)
  })
})
