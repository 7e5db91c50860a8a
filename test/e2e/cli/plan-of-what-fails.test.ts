import { equal, match } from 'node:assert/strict'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { loadImages } from '../../support/images.ts'
import { startLab, type Lab } from '../../support/lab.ts'
import { until } from '../../support/until.ts'
import { handAt } from '../proofs/hand.ts'

describe('plan of what fails, on a real engine', function () {
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
    await cli.run('delete', '--stack', 'shop')
    await cli.end()
  })

  it('ends with 1 as the apply does, and names the container that has the port', async () => {
    const holder = ['run', '-d', '--name', 'holder', '-p', '8080:80', 'busybox:1.36', 'sleep', '100000']
    await docker(lab, ...holder)
    const file = cli.write('shop.yaml', shop({ ports: ['8080:80'], command: ['sleep', '100000'] }))
    const { exit, out } = await cli.run('plan', '-f', file, '--exit-code')
    equal(exit, 1, out)
    match(out, /! POST \/containers\/shop-web-1\/start {3}# the engine would refuse it/)
    match(out, /next: the container holder has port 8080: remove it, or declare another host port/)
    match(out, /2 calls would change the hosts\. What is declared is not reached by them/)
    equal((await cli.run('apply', '-f', file)).exit, 1)
    await docker(lab, 'rm', '-f', 'holder')
    const free = await cli.run('plan', '-f', file, '--exit-code')
    equal(free.exit, 3, free.out)
    match(free.out, /shop-web-1 starts this time; the last time the engine said: .*port is already allocated/)
    equal((await cli.run('apply', '-f', file)).exit, 0)
  })

  it('ends with 1 where nothing is to be changed and a container ends again and again', async () => {
    const file = cli.write('shop.yaml', shop({ command: ['sh', '-c', 'exit 3'], restart: 'always' }))
    // It may have run for a moment, which is all that apply waits for.
    await cli.run('apply', '-f', file)
    const hand = handAt(lab.hosts[0].socket)
    await until('it was restarted twice', async () => {
      const { RestartCount } = (await hand.call('GET', '/containers/shop-web-1/json')) as { RestartCount: number }
      return RestartCount > 1
    })
    const { exit, out } = await cli.run('plan', '-f', file)
    equal(exit, 1, out)
    match(out, /Service\/shop\/web: web-1-\w+ CrashLoop: it /)
    match(out, /No changes, and what is declared is not reached/)
  })

  it('ends with 6 as the apply does, where a volume is lost', async () => {
    const file = cli.write('shop.yaml', shop({ command: ['sleep', '100000'], volumes: ['data:/data'] }))
    equal((await cli.run('apply', '-f', file)).exit, 0)
    await docker(lab, 'rm', '-f', 'shop-web-1')
    await docker(lab, 'volume', 'rm', 'shop_data')
    const { exit, out } = await cli.run('plan', '-f', file)
    equal(exit, 6, out)
    match(out, /Volume\/shop\/data VolumeLost: .*`reconcile approve volume\/data -n shop`/)
    equal((await cli.run('apply', '-f', file)).exit, 6)
    equal((await cli.run('approve', 'volume/shop/data')).exit, 0)
  })
})

async function docker(lab: Lab, ...args: readonly string[]): Promise<void> {
  await lab.hosts[0].run('docker', '-H', `unix://${lab.hosts[0].socket}`, ...args)
}

function shop(service: Readonly<Record<string, unknown>>): string {
  const web = { image: 'busybox:1.36', stop_grace_period: '0s', ...service }
  return JSON.stringify({ name: 'shop', services: { web }, volumes: { data: {} } })
}
