import { equal, match } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { succeeds } from '../../support/succeeds.ts'

const shop = `name: shop
services:
  a: { image: "busybox:1.36", command: sleep 100000, volumes: ["data:/d"], stop_grace_period: 0s }
volumes: { data: {} }
`

describe('a volume that is declared again while its deletion waits, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  it('is kept with its data, which no stop and no deletion without --volumes takes (S4)', async () => {
    const file = engine.cli.write('shop.yaml', shop)
    const apply = () => engine.cli.run('apply', '-f', file)
    succeeds(await apply())
    await engine.docker('run', '-d', '--name', 'backup', '-v', 'shop_data:/d', 'busybox:1.36', 'sleep', '100000')
    const held = await engine.cli.run('delete', '-f', file, '--volumes')
    equal(held.exit, 1)
    match(held.err, /containers that are not ours mount shop_data: backup/)

    const kept =
      /Volume\/shop\/data.*its deletion had not come about, its data is there \(shop_data on local\); `reconcile delete volume\/data -n shop --volumes` deletes it/s
    const plan = await engine.cli.run('plan', '-f', file)
    match(plan.out, kept)
    const again = await apply()
    succeeds(again)
    match(again.out, kept)
    await engine.docker('exec', 'shop-a-1', 'sh', '-c', 'echo precious > /d/file')
    await engine.docker('rm', '-f', 'backup')

    succeeds(await engine.cli.run('stop', 'a', '-n', 'shop'))
    succeeds(await engine.cli.run('start', 'a', '-n', 'shop'))
    match(await engine.docker('exec', 'shop-a-1', 'cat', '/d/file'), /precious/)
    succeeds(await engine.cli.run('delete', '-f', file))
    match(await engine.docker('volume', 'ls', '-q'), /shop_data/)
    succeeds(await apply())
    match(await engine.docker('exec', 'shop-a-1', 'cat', '/d/file'), /precious/)
    succeeds(await engine.cli.run('delete', '-f', file, '--volumes'))
    equal(await engine.docker('volume', 'ls', '-q'), '')
  })

  it('starts no task while nobody declares it, and goes on with the one that runs', async () => {
    const file = engine.cli.write('shop.yaml', shop)
    succeeds(await engine.cli.run('apply', '-f', file))
    await engine.docker('exec', 'shop-a-1', 'sh', '-c', 'echo precious > /d/file')
    equal((await engine.cli.run('delete', 'volume/data', '-n', 'shop', '--volumes', '--timeout', '1s')).exit, 4)
    const restarted = await engine.cli.run('restart', 'a', '-n', 'shop', '--timeout', '2s')
    equal(restarted.exit, 4)
    match(restarted.out, /WaitingForVolume: the volume data is to be deleted with its data since /)
    match(await engine.docker('exec', 'shop-a-1', 'cat', '/d/file'), /precious/)
    succeeds(await engine.cli.run('apply', '-f', file))
    match(await engine.docker('exec', 'shop-a-1', 'cat', '/d/file'), /precious/)
  })
})
