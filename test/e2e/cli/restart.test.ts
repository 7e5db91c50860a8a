import { equal, match, notEqual } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { waysToServe } from '../../support/share.ts'
import { succeeds } from '../../support/succeeds.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
    deploy: { replicas: 2, update_config: { order: start-first, monitor: 1s } }
    depends_on: { migrate: { condition: service_completed_successfully } }
  migrate:
    image: busybox:1.36
    command: sh -c 'echo ran >> /data/log'
    volumes: [data:/data]
volumes: { data: {} }
`

describe('a restart, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  const id = async (name: string) => (await engine.docker('inspect', '-f', '{{.Id}}', name)).trim()
  const runs = async () => {
    const out = await engine.docker('run', '--rm', '-v', 'shop_data:/data', 'busybox:1.36', 'cat', '/data/log')
    return out.trim().split('\n').length
  }

  for (const served of waysToServe(false))
    it(`makes new containers of the same names, and changes nothing else, ${served ? 'with a serve' : 'without serve'}`, async () => {
      const serve = served ? engine.cli.start('serve') : undefined
      await serve?.says('serving the installation')
      const file = engine.cli.write('shop.yaml', SHOP)
      succeeds(await engine.cli.run('apply', '-f', file))
      const before = [await id('shop-web-1'), await id('shop-web-2')]

      const restarted = await engine.cli.run('restart', 'shop')
      succeeds(restarted)
      match(restarted.out, /Service\/shop\/web restarted(.|\n)*converged: 2 services/)
      notEqual(await id('shop-web-1'), before[0])
      notEqual(await id('shop-web-2'), before[1])
      equal(await runs(), 1)
      match((await engine.cli.run('plan', '-f', file)).out, /no changes|nothing/i)

      succeeds(await engine.cli.run('rollout', 'restart', 'migrate'))
      equal(await runs(), 2)
      const other = await id('shop-web-1')
      succeeds(await engine.cli.run('apply', '-f', file))
      equal(await id('shop-web-1'), other)
      await serve?.stop()
    })

  it('waits for what it restarts, and not for another service that failed', async () => {
    const text = `services:
  web: { image: busybox:1.36, command: sleep 100000, stop_signal: SIGKILL, ports: ['80'] }
  once: { image: busybox:1.36, command: 'false', restart: 'no', deploy: { mode: replicated-job } }
`
    equal((await engine.cli.run('apply', '-n', 'shop', '-f', engine.cli.write('shop.yaml', text))).exit, 1)
    const before = await id('shop-web-1')
    const restarted = await engine.cli.run('restart', 'web')
    succeeds(restarted)
    match(restarted.out, /converged: 1 service$/m)
    notEqual(await id('shop-web-1'), before)

    const changed = engine.cli.write('shop.yaml', text.replace('100000', '100001'))
    equal((await engine.cli.run('apply', '-n', 'shop', '-f', changed)).exit, 1)
    equal(
      (await engine.docker('inspect', '-f', '{{.State.Status}} {{.Args}}', 'shop-web-1')).trim(),
      'running [100001]',
    )
  })

  it('runs no step of pre_start again, nor does a prune; one that fails says so, and leaves what runs', async () => {
    const text = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
    volumes: [data:/data]
    pre_start: [{ command: sh -c 'echo ran >> /data/log' }, { command: [cat, /data/log] }]
volumes: { data: {} }
`
    const file = engine.cli.write('shop.yaml', text)
    succeeds(await engine.cli.run('apply', '-f', file))
    match((await engine.cli.run('logs', 'web-pre-start-2')).out, /ran/)
    const label = '{{index .Config.Labels "com.docker.compose.hook"}}'
    equal((await engine.docker('inspect', '-f', label, 'shop-web-pre-start-1-1')).trim(), 'pre_start')
    await engine.docker('container', 'prune', '-f')
    succeeds(await engine.cli.run('restart', 'shop'))
    succeeds(await engine.cli.run('apply', '-f', file))
    equal(await runs(), 1)

    const before = await id('shop-web-1')
    const bad = text.replace('[cat, /data/log]', "sh -c 'echo no table; exit 3'").replace('100000', '100001')
    const failed = await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', bad))
    equal(failed.exit, 1)
    match(`${failed.out}${failed.err}`, /web-pre-start-2(.|\n)*it exited with 3(.|\n)*no table/)
    equal(await id('shop-web-1'), before)
    equal(await runs(), 1)
  })

  it('is of services and stacks that are there, and not paused', async () => {
    succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', SHOP)))
    equal((await engine.cli.run('restart', 'service/wep')).exit, 1)
    equal((await engine.cli.run('restart', 'blog')).exit, 1)
    succeeds(await engine.cli.run('pause', 'service/web'))
    const refused = await engine.cli.run('restart', 'service/web')
    equal(refused.exit, 2)
    match(refused.err, /Service shop\/web: paused by hand; `reconcile resume service\/web -n shop` ends it/)
    succeeds(await engine.cli.run('resume', 'service/web'))
  })
})
