import { equal, match } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { succeeds } from '../../support/succeeds.ts'
import { until } from '../../support/until.ts'
import { waysToServe } from '../../support/share.ts'

const SHOP = (greeting: string) => `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
    environment: { GREETING: ${greeting} }
`

describe('a pause by hand, on a real engine', function () {
  this.timeout(180_000)
  afterEach(() => engine.cli.run('resume', 'stack/shop'))
  const engine = engineForEach(inProcess)

  const state = async () => (await engine.docker('inspect', '-f', '{{.State.Status}}', 'shop-web-1')).trim()
  const greeting = async () => (await engine.cli.run('exec', 'web', '--', 'sh', '-c', 'echo -n $GREETING')).out

  for (const served of waysToServe(false))
    it(`holds a rollout until it is over, and says so, ${served ? 'with a serve' : 'without serve'}`, async () => {
      if (served) await engine.cli.start('serve').says('serving the installation')
      succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', SHOP('hello'))))
      const paused = await engine.cli.run('pause', 'service/web', '--reason', 'the disk moves', '--for', '2h')
      succeeds(paused)
      match(paused.out, /Service\/shop\/web paused: until 2.*; the disk moves/)

      const held = await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', SHOP('hi')))
      equal(held.exit, 1)
      match(held.err, /paused until .*: the disk moves; `reconcile resume service\/web -n shop` ends it/)
      equal(await greeting(), 'hello')
      match((await engine.cli.run('get', 'services')).out, /Paused/)

      succeeds(await engine.cli.run('resume', 'web', '-n', 'shop'))
      succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', SHOP('hi'))))
      equal(await greeting(), 'hi')
    })

  it('of a stack leaves what is stopped by hand as it is, and heals it at its end', async () => {
    await engine.cli.start('serve').says('serving the installation')
    succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', SHOP('hello'))))
    succeeds(await engine.cli.run('pause', 'stack/shop'))
    const one = await engine.cli.run('resume', 'service/web')
    equal(one.exit, 2)
    match(one.err, /it is stack shop that is paused.*\nnext: .*`reconcile resume stack\/shop`/)
    await engine.docker('kill', 'shop-web-1')
    await until('a task that is held', async () => (await engine.cli.run('get', 'tasks')).out.includes('Paused'))
    equal(await state(), 'exited')
    succeeds(await engine.cli.run('resume', 'stack/shop'))
    await until('a container that runs again', async () => (await state()) === 'running')
  })

  it('is of services and stacks that are there', async () => {
    succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', SHOP('hello'))))
    equal((await engine.cli.run('pause', 'service/wep')).exit, 1)
    equal((await engine.cli.run('pause', 'network/default')).exit, 2)
    equal((await engine.cli.run('pause', 'web', '--for', '0s')).exit, 2)
  })

  it('holds a deletion too, which says so and ends', async () => {
    succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', SHOP('hello'))))
    succeeds(await engine.cli.run('pause', 'web'))
    match((await engine.cli.run('rollout', 'retry', 'web')).err, /Service shop\/web: paused by hand; `reconcile resume/)
    const held = await engine.cli.run('delete', 'service/web')
    equal(held.exit, 1)
    match(held.err, /paused by hand; `reconcile resume service\/web -n shop` ends it/)
    equal(await state(), 'running')
    succeeds(await engine.cli.run('resume', 'web'))
  })
})
