import { equal, match } from 'node:assert/strict'
import type { Ended } from '../../support/cli.ts'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { until } from '../../support/until.ts'
import { waysToServe } from '../../support/share.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
    depends_on: [db]
    deploy: { replicas: 2 }
  db:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
    volumes: [data:/data]
volumes: { data: {} }
`

describe('stop and start, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)
  const running = async () =>
    (await engine.docker('ps', '-a', '--format', '{{.Names}}', '--filter', 'name=shop-'))
      .trim()
      .split('\n')
      .sort()
      .join(' ')
  const succeeds = ({ exit, out, err }: Ended) => {
    equal(exit, 0, `${out}\n${err}`)
    return out
  }

  for (const served of waysToServe(true))
    it(`hold services and stacks without tasks until they are started, ${served ? 'with serve' : 'without serve'}`, async () => {
      const { cli, docker } = engine
      const serve = served ? cli.start('serve') : undefined
      await serve?.says('serving the installation')
      const file = cli.write('shop.yaml', SHOP)
      succeeds(await cli.run('apply', '-f', file))
      match(succeeds(await cli.run('stop', 'web')), /Service\/shop\/web stopped/)
      equal(await running(), 'shop-db-1')
      match(succeeds(await cli.run('get', 'services')), /web .*Stopped/)
      match(
        succeeds(await cli.run('describe', 'service/web')),
        /stopped by hand since .*`reconcile start service\/web -n shop`/,
      )
      match(succeeds(await cli.run('status')), /web.*stopped by hand/)
      match(succeeds(await cli.run('plan', '-f', file)), /[Nn]o changes|nothing/)
      succeeds(await cli.run('apply', '-f', file))
      equal(await running(), 'shop-db-1')
      match(succeeds(await cli.run('stop', 'shop')), /Service\/shop\/db stopped/)
      equal(await running(), '')
      match(await docker('volume', 'ls', '-q'), /shop_data/)
      match(succeeds(await cli.run('start', 'shop')), /Service\/shop\/web started/)
      equal(await running(), 'shop-db-1 shop-web-1 shop-web-2')
      equal((await cli.run('stop', 'nothing')).exit, 1)

      match(succeeds(await cli.run('kill', '-s', 'USR1', 'db')), /sent USR1 to 1 container\n/)
      const who = served ? 'serve' : 'the next apply or serve'
      match(
        succeeds(await cli.run('kill', 'web')),
        new RegExp(`sent SIGKILL to 2 containers; ${who} starts them again`),
      )
      if (!served) succeeds(await cli.run('apply', '-f', file))
      const up = () => docker('ps', '-q', '--filter', 'name=shop-')
      await until('all of it runs again', async () => (await up()).trim().split('\n').length === 3)
      await serve?.stop()
    })
})
