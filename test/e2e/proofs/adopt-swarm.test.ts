import { deepEqual, equal, match } from 'node:assert/strict'
import { readFileSync, rmSync, statSync } from 'node:fs'
import type { Cli, Ended } from '../../support/cli.ts'
import { until } from '../../support/until.ts'
import { type Ground, startGround } from './ground.ts'
import { converged, services } from './serving.ts'
import { whole } from '../../support/share.ts'

const TOKEN = 'topsecretvalue'
const NS = { 'com.docker.stack.namespace': 'shop' }

describe('a stack of a swarm', function () {
  this.timeout(180_000)
  let ground: Ground
  let cli: Cli

  before(async () => {
    ground = await startGround()
    cli = ground.cli()
    const { call } = ground.hand
    await call('POST', '/swarm/init', { ListenAddr: '0.0.0.0:2377', AdvertiseAddr: ground.host.address })
    await call('POST', '/networks/create', { Name: 'shop_back', Driver: 'overlay', Labels: NS })
    await deploy('db', 'date >> /data/starts; exec sleep 100000', {
      Mounts: [{ Type: 'volume', Source: 'shop_data', Target: '/data', VolumeOptions: { Labels: NS } }],
    })
    await deploy('web', 'exec sleep 100000', { Env: [`API_TOKEN=${TOKEN}`] })
    await until('the swarm to run both', async () => (await running()).length === 2)
  })
  after(() => ground?.end())

  const deploy = async (name: string, line: string, container: object) => {
    const ContainerSpec = {
      Image: 'busybox:1.36',
      Args: ['sh', '-c', line],
      StopSignal: 'SIGKILL',
      Labels: NS,
      ...container,
    }
    const RestartPolicy = { Condition: 'none' }
    const TaskTemplate = { ContainerSpec, RestartPolicy, Networks: [{ Target: 'shop_back', Aliases: [name] }] }
    const Mode = { Replicated: { Replicas: 1 } }
    await ground.hand.call('POST', '/services/create', { Name: `shop_${name}`, Labels: NS, Mode, TaskTemplate })
  }
  const running = async () =>
    (await ground.hand.names())
      .filter((name) => name.endsWith(' running'))
      .map(serviceOf)
      .sort()
  const succeeds = ({ exit, out, err }: Ended) => equal(exit, 0, out + err)
  const move = ['adopt', '--from-swarm', 'shop', '-f', 'shop']
  const starts = async () => (await ground.hand.exec('shop-db-1', 'cat', '/data/starts')).trim().split('\n').length

  it('is said as manifests, and nothing changes', async () => {
    ground.proxy.clear()
    const printed = await cli.run('adopt', '--from-swarm', 'shop')
    succeeds(printed)
    match(printed.out, /API_TOKEN[^]*\*\*\*/)
    equal((printed.out + printed.err).includes(TOKEN), false, 'a secret is printed')
    const written = await cli.run('adopt', '--from-swarm', 'shop', '--out', 'shop')
    succeeds(written)
    match(written.out, /service-web.yaml written, with values that look secret/)
    match(readFileSync(`${cli.dir}/shop/service-web.yaml`, 'utf8'), new RegExp(TOKEN))
    equal(statSync(`${cli.dir}/shop/service-web.yaml`).mode & 0o777, 0o600)
    deepEqual(ground.proxy.writes(), [])
  })

  it('is given back to the swarm where it does not come up', async function () {
    if (!whole) return this.skip()
    const web = readFileSync(`${cli.dir}/shop/service-web.yaml`, 'utf8')
    cli.write('shop/service-web.yaml', web.replace('exec sleep 100000', 'exit 3'))

    const failed = await cli.run(...move)
    equal(failed.exit, 1, failed.out + failed.err)
    match(failed.err, /web did not come up here, and shop_web of the swarm runs again.*moved before: db/)
    await until('the swarm to run it again', async () => (await running()).includes('shop_web'))
    deepEqual(await running(), ['shop-db', 'shop_web'])
    const started = await cli.run('start', 'service/web', '-n', 'shop')
    equal(started.exit, 2, started.out + started.err)

    rmSync(`${cli.dir}/shop/service-web.yaml`)
    const without = await cli.run(...move)
    succeeds(without)
    match(without.out, /1 service of stack shop moved.*still in the swarm: shop_web/)
    cli.write('shop/service-web.yaml', web)
  })

  it('is moved with its data, also by a running serve after a first command was killed', async () => {
    const first = cli.start(...move)
    await first.says('Ending shop_web')
    await first.stop('SIGKILL')
    const serve = cli.start('serve')
    await until('serve answers', async () => (await services(cli)).length === 2, { instead: serve.output })
    succeeds(await cli.run(...move))
    await converged(cli, ['db', 'web'])
    equal(await serve.stop(), 0)
    deepEqual(await running(), ['shop-db', 'shop-web'])
    equal(await starts(), 2, 'the data is another, or db was started again')

    for (const name of ['shop_db', 'shop_web']) await ground.hand.call('DELETE', `/services/${name}`)
    equal((await cli.run('plan', '-f', 'shop', '--exit-code')).exit, 0)
  })
})

/** The service of a container's line: `shop_web.1.ID running` is the swarm's, `shop-web-1 running` ours. */
function serviceOf(name: string): string {
  return name.replace(/^(shop_\w+|shop-[a-z]+).*/, '$1')
}
