import { deepEqual, equal, match } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { succeeds } from '../../support/succeeds.ts'
import { until } from '../../support/until.ts'

const shop = (level: number) => `name: shop
services:
  db:
    image: busybox:1.36
    command: sleep 100000
    environment: { LEVEL: '${level}' }
    stop_grace_period: 0s
    volumes: [/data]
`

describe('an anonymous volume, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  const apply = async (level: number, ...options: readonly string[]) =>
    succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', shop(level)), ...options))
  const kept = async () => (await engine.docker('exec', 'shop-db-1', 'sh', '-c', 'cat /data/* || true')).trim()
  const volumes = async () => (await engine.docker('volume', 'ls', '-q')).trim()

  it('goes from container to container with what is in it, until it is renewed or deleted', async () => {
    await apply(1)
    await engine.docker('exec', 'shop-db-1', 'sh', '-c', 'echo precious > /data/file')
    await apply(2)
    equal(await kept(), 'precious')
    succeeds(await engine.cli.run('restart', 'shop'))
    equal(await kept(), 'precious')
    succeeds(await engine.cli.run('stop', 'shop'))
    equal(await engine.docker('ps', '-aq'), '')
    succeeds(await engine.cli.run('start', 'shop'))
    equal(await kept(), 'precious')
    const volume = await volumes()
    match(volume, /^[0-9a-f]{64}$/)

    const plan = await engine.cli.run('plan', '-f', engine.cli.write('shop.yaml', shop(3)), '-o', 'json')
    const calls = (JSON.parse(plan.out) as { calls: { path: string; body?: unknown }[] }).calls
    const create = calls.find(({ path }) => path.startsWith('/containers/create'))
    match(JSON.stringify(create?.body), new RegExp(`"Source":"${volume}"`))
    await apply(3)
    equal(await kept(), 'precious')

    await apply(3, '--renew-anon-volumes')
    equal(await kept(), '')
    succeeds(await engine.cli.run('delete', '--stack', 'shop', '--volumes'))
    equal(await volumes(), volume)
  })

  it('of a service stays where a command of another one shares it and outlives its container', async () => {
    const tool = '  tool: { image: "busybox:1.36", command: sleep 100000, volumes_from: [db], stop_grace_period: 0s }\n'
    const file = engine.cli.write('shop.yaml', shop(1) + tool)
    succeeds(await engine.cli.run('apply', '-f', file))
    await engine.docker('exec', 'shop-db-1', 'sh', '-c', 'echo precious > /data/file')
    for (const [name, ...options] of [['gone', '--rm'], ['kept']] as const)
      succeeds(await engine.cli.run('run', '-d', ...options, '-n', 'shop', '--name', name, 'tool', 'sleep', '100000'))
    match(await engine.docker('exec', 'gone', 'cat', '/data/file'), /precious/)
    succeeds(await engine.cli.run('stop', 'shop'))
    await engine.docker('kill', 'gone')
    await until('its end to be its last', async () => !(await engine.docker('ps', '-a')).includes('gone'))
    succeeds(await engine.cli.run('start', 'shop'))
    equal(await kept(), 'precious')
    const volume = await volumes()
    succeeds(await engine.cli.run('stop', 'shop'))
    succeeds(await engine.cli.run('delete', '--stack', 'shop'))
    deepEqual([await engine.docker('ps', '-aq'), await volumes()], ['', volume])
  })
})
