import { equal, match } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { until } from '../../support/until.ts'
import { handAt } from '../../support/hand.ts'

describe('plan of what fails, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  it('ends with 1 as the apply does, and names the container that has the port', async () => {
    const holder = ['run', '-d', '--name', 'holder', '-p', '8080:80', 'busybox:1.36', 'sleep', '100000']
    await engine.docker(...holder)
    const file = engine.cli.write('shop.yaml', shop({ ports: ['8080:80'], command: ['sleep', '100000'] }))
    const { exit, out } = await engine.cli.run('plan', '-f', file, '--exit-code')
    equal(exit, 1, out)
    match(out, /! POST \/containers\/shop-web-1\/start {3}# the engine would refuse it/)
    match(out, /next: the container holder has port 8080: remove it, or declare another host port/)
    match(out, /2 calls would change the hosts\. What is declared is not reached by them/)
    equal((await engine.cli.run('apply', '-f', file)).exit, 1)
    await engine.docker('rm', '-f', 'holder')
    const free = await engine.cli.run('plan', '-f', file, '--exit-code')
    equal(free.exit, 3, free.out)
    match(free.out, /shop-web-1 starts this time; the last time the engine said: .*port is already allocated/)
    equal((await engine.cli.run('apply', '-f', file)).exit, 0)
  })

  it('ends with 1 where nothing is to be changed and a container ends again and again', async () => {
    const file = engine.cli.write('shop.yaml', shop({ command: ['sh', '-c', 'exit 3'], restart: 'always' }))
    // It may have run for a moment, which is all that apply waits for.
    await engine.cli.run('apply', '-f', file)
    const hand = handAt(engine.socket)
    await until('it was restarted twice', async () => {
      const { RestartCount } = (await hand.call('GET', '/containers/shop-web-1/json')) as { RestartCount: number }
      return RestartCount > 1
    })
    const { exit, out } = await engine.cli.run('plan', '-f', file)
    equal(exit, 1, out)
    match(out, /Service\/shop\/web: web-1-\w+ CrashLoop: it /)
    match(out, /No changes, and what is declared is not reached/)
  })

  it('ends with 6 as the apply does, where a volume is lost', async () => {
    const file = engine.cli.write('shop.yaml', shop({ command: ['sleep', '100000'], volumes: ['data:/data'] }))
    equal((await engine.cli.run('apply', '-f', file)).exit, 0)
    await engine.docker('rm', '-f', 'shop-web-1')
    await engine.docker('volume', 'rm', 'shop_data')
    const { exit, out } = await engine.cli.run('plan', '-f', file)
    equal(exit, 6, out)
    match(out, /Volume\/shop\/data VolumeLost: .*`reconcile approve volume\/data -n shop`/)
    equal((await engine.cli.run('apply', '-f', file)).exit, 6)
    equal((await engine.cli.run('approve', 'volume/shop/data')).exit, 0)
  })
})

function shop(service: Readonly<Record<string, unknown>>): string {
  const web = { image: 'busybox:1.36', stop_grace_period: '0s', ...service }
  return JSON.stringify({ name: 'shop', services: { web }, volumes: { data: {} } })
}
