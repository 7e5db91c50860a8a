import { equal, match } from 'node:assert/strict'
import { buildCli, startCli, type Cli, type Ended } from '../../support/cli.ts'
import { loadImages } from '../../support/images.ts'
import { startLab, type Lab } from '../../support/lab.ts'
import { until } from '../../support/until.ts'

const SHOP = (greeting: string) => `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
    environment: { GREETING: ${greeting} }
`

describe('a pause by hand, on a real engine', function () {
  this.timeout(120_000)
  let lab: Lab
  let cli: Cli

  before(async () => {
    ;[lab] = await Promise.all([startLab(), buildCli()])
    await loadImages(lab.hosts[0].socket, ['busybox:1.36'])
  })
  after(() => lab.down())
  beforeEach(() => {
    cli = startCli(lab.hosts[0].socket)
  })
  afterEach(async () => {
    await cli.run('resume', 'stack/shop')
    await cli.run('delete', '--stack', 'shop', '--volumes')
    await cli.end()
  })

  const docker = (...args: string[]) => lab.hosts[0].run('docker', '-H', `unix://${lab.hosts[0].socket}`, ...args)
  const state = async () => (await docker('inspect', '-f', '{{.State.Status}}', 'shop-web-1')).trim()
  const greeting = async () => (await cli.run('exec', 'web', '--', 'sh', '-c', 'echo -n $GREETING')).out

  for (const served of [false, true])
    it(`holds a rollout until it is over, and says so, ${served ? 'with a serve' : 'without serve'}`, async () => {
      if (served) await cli.start('serve').says('serving the installation')
      succeeds(await cli.run('apply', '-f', cli.write('shop.yaml', SHOP('hello'))))
      const paused = await cli.run('pause', 'service/web', '--reason', 'the disk moves', '--for', '2h')
      succeeds(paused)
      match(paused.out, /Service\/shop\/web paused: until 2.*; the disk moves/)

      const held = await cli.run('apply', '-f', cli.write('shop.yaml', SHOP('hi')))
      equal(held.exit, 1)
      match(held.err, /paused until .*: the disk moves; `reconcile resume service\/web -n shop` ends it/)
      equal(await greeting(), 'hello')
      match((await cli.run('get', 'services')).out, /Paused/)

      succeeds(await cli.run('resume', 'web', '-n', 'shop'))
      succeeds(await cli.run('apply', '-f', cli.write('shop.yaml', SHOP('hi'))))
      equal(await greeting(), 'hi')
    })

  it('of a stack leaves what is stopped by hand as it is, and heals it at its end', async () => {
    await cli.start('serve').says('serving the installation')
    succeeds(await cli.run('apply', '-f', cli.write('shop.yaml', SHOP('hello'))))
    succeeds(await cli.run('pause', 'stack/shop'))
    const one = await cli.run('resume', 'service/web')
    equal(one.exit, 2)
    match(one.err, /it is stack shop that is paused.*\nnext: .*`reconcile resume stack\/shop`/)
    await docker('kill', 'shop-web-1')
    await until('a task that is held', async () => (await cli.run('get', 'tasks')).out.includes('Paused'))
    equal(await state(), 'exited')
    succeeds(await cli.run('resume', 'stack/shop'))
    await until('a container that runs again', async () => (await state()) === 'running')
  })

  it('is of services and stacks that are there', async () => {
    succeeds(await cli.run('apply', '-f', cli.write('shop.yaml', SHOP('hello'))))
    equal((await cli.run('pause', 'service/wep')).exit, 1)
    equal((await cli.run('pause', 'network/default')).exit, 2)
    equal((await cli.run('pause', 'web', '--for', '0s')).exit, 2)
  })

  it('holds a deletion too, which says so and ends', async () => {
    succeeds(await cli.run('apply', '-f', cli.write('shop.yaml', SHOP('hello'))))
    succeeds(await cli.run('pause', 'web'))
    match((await cli.run('rollout', 'retry', 'web')).err, /Service shop\/web is paused by hand; `reconcile resume/)
    const held = await cli.run('delete', 'service/web')
    equal(held.exit, 1)
    match(held.err, /paused by hand; `reconcile resume service\/web -n shop` ends it/)
    equal(await state(), 'running')
    succeeds(await cli.run('resume', 'web'))
  })
})

function succeeds({ exit, out, err }: Ended): void {
  equal(exit, 0, `${out}\n${err}`)
}
