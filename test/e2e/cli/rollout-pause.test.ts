import { deepEqual, equal, match } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { succeeds } from '../../support/succeeds.ts'
import { until } from '../../support/until.ts'

const SHOP = (version: string) => `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
    environment: { VERSION: '${version}' }
    deploy: { replicas: 3, update_config: { monitor: 1s } }
`

describe('a pause of rollouts, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  const versions = async () => {
    const names = ['shop-web-1', 'shop-web-2', 'shop-web-3']
    const of = async (name: string) =>
      /VERSION=(\d)/.exec(await engine.docker('inspect', '-f', '{{.Config.Env}}', name))?.[1] ?? ''
    return (await Promise.all(names.map(of))).sort().join('')
  }

  it('leaves an update where it is, heals what stops, says so everywhere, and goes on', async () => {
    const serve = engine.cli.start('serve')
    await serve.says('serving the installation')
    succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', SHOP('1'))))
    succeeds(await engine.cli.run('rollout', 'pause', 'web', '--reason', 'a look at it'))
    match(
      (await engine.cli.run('rollout', 'status', 'web')).out,
      /rolled out, 3 of 3 ready; rollouts paused by .*: a look at it/,
    )

    const file = engine.cli.write('shop.yaml', SHOP('2'))
    const plan = await engine.cli.run('plan', '-f', file)
    equal(plan.exit, 1)
    match(plan.out, /rollouts paused by .*: a look at it; `reconcile rollout resume web -n shop`/)
    const held = await engine.cli.run('apply', '-f', file)
    equal(held.exit, 1)
    match(held.err, /rollouts paused by .*: a look at it; `reconcile rollout resume web -n shop`/)
    equal(await versions(), '111')
    match((await engine.cli.run('get', 'services')).out, /RolloutPaused/)
    match((await engine.cli.run('describe', 'service/web')).out, /a look at it/)
    match((await engine.cli.run('rollout', 'status', 'web', '--no-watch')).out, /paused, 3 of 3 ready/)
    equal((await engine.cli.run('rollout', 'restart', 'web')).exit, 2)

    await engine.docker('rm', '-f', 'shop-web-2')
    await until('a task that is healed', async () => {
      return (await engine.docker('ps', '--format', '{{.Names}}')).split('\n').includes('shop-web-2')
    })
    equal(await versions(), '111')

    succeeds(await engine.cli.run('rollout', 'resume', 'web'))
    succeeds(await engine.cli.run('rollout', 'status', 'web'))
    deepEqual(await versions(), '222')
    equal(await serve.stop(), 0)
  })
})
