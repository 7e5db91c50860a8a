import { equal, match } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'

const NAME = 'shop_web_1'
const labels = { project: 'shop', service: 'web', oneoff: 'False', 'container-number': '1' }

describe('a service that docker compose runs under another name, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)
  const names = async () => (await engine.docker('ps', '-a', '--format', '{{.Names}}')).trim()
  const run = async () => {
    const labelled = Object.entries(labels).flatMap(([key, value]) => ['--label', `com.docker.compose.${key}=${value}`])
    const how = ['--network', 'host', ...labelled, 'busybox:1.36', 'sleep', '100000']
    await engine.docker('run', '-d', '--name', NAME, ...how)
  }

  it('is planned and held with 1, as is a command that needs it, and goes on once that is removed', async () => {
    await run()
    const file = engine.cli.write('shop.yaml', shop)
    const planned = await engine.cli.run('plan', '-f', file)
    equal(planned.exit, 1, planned.out + planned.err)
    match(planned.out, /docker compose runs project shop, which holds up Service shop\/web\n.*`reconcile adopt shop`/)
    const { exit, out, err } = await engine.cli.run('apply', '-f', file)
    equal(exit, 1, out + err)
    match(out, /NameTaken.*container shop_web_1 on \S+ runs web already, .*`reconcile adopt shop` takes it over/)
    match(out, /else `docker rm -f shop_web_1` there if nobody needs it, or give this stack another name/)
    equal(await names(), NAME)
    const ran = await engine.cli.run('run', '--rm', '-n', 'shop', 'tool', 'true')
    equal(ran.exit, 1, ran.out + ran.err)
    match(ran.err, /docker compose runs project shop, which holds up Service shop\/web\n.*`reconcile adopt shop`/)
    await engine.docker('rm', '-f', NAME)
    equal((await engine.cli.run('apply', '-f', file)).exit, 0)
    equal(await names(), 'shop-web-1')
  })

  it('is taken over by an adoption', async () => {
    await run()
    const file = engine.cli.write('shop.yaml', shop)
    equal((await engine.cli.run('apply', '-f', file)).exit, 1)
    equal((await engine.cli.run('adopt', 'shop', '-f', file)).exit, 0)
    equal(await names(), 'shop-web-1')
    equal((await engine.cli.run('plan', '-f', file, '--exit-code')).exit, 0)
  })
})

const web = { image: 'busybox:1.36', command: ['sleep', '100000'], network_mode: 'host', stop_grace_period: '0s' }
const tool = { ...web, depends_on: ['web'], deploy: { replicas: 0 } }
const shop = JSON.stringify({ name: 'shop', services: { web, tool } })
