import { deepEqual, equal, match } from 'node:assert/strict'
import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { engineForEach } from '../../support/engine-for-each.ts'

const SHOP = `name: shop
services:
  web: { image: "busybox:1.36", command: sleep 1000, stop_grace_period: 0s }
`

describe('doctor, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach()

  it('finds all well, with and without a serve, and makes nothing', async () => {
    const { cli } = engine
    const before = await cli.run('doctor')
    equal(before.exit, 0, before.out)
    match(before.out, /\nok +home +\S+ is not there yet/)
    equal(existsSync(cli.home), false)
    match(before.out, /\nok +engine of local +engine \d+\.\S+ answers in \d+ ms, API 1\.\d+\n/)
    await cli.start('serve').says('serving the installation')
    await cli.run('apply', '-f', cli.write('shop.yaml', SHOP))
    const { exit, out } = await cli.run('doctor')
    equal(exit, 0, out)
    match(out, /\nok +lock +reconcile serve \(pid \d+, since .*\) has it\n/)
    match(out, /\nok +installations on local +default; this home is default\n/)
  })

  it('finds a home of the same name on the same engine, what others may read, and what is no setting', async () => {
    const { cli } = engine
    await cli.run('apply', '-f', cli.write('shop.yaml', SHOP))
    const other = await cli.runWith({ RECONCILE_HOME: join(cli.dir, 'other') }, 'doctor', '-o', 'json')
    equal(other.exit, 0)
    const { findings } = JSON.parse(other.out) as { findings: { check: string; level: string; message: string }[] }
    const shared = findings.find(({ check }) => check === 'installations on local')
    equal(shared?.level, 'warning')
    match(shared?.message ?? '', /^1 container bears the installation name default .*: shop-web-1$/)

    chmodSync(join(cli.home, 'secrets/.key'), 0o644)
    chmodSync(cli.home, 0o755)
    const bad = await cli.runWith(
      { RECONCILE_SETTINGS: 'quitMs=5', DOCKER_HOST: 'unix:///nowhere/docker.sock' },
      'doctor',
    )
    equal(bad.exit, 1)
    // What this machine has of room and limits is its own.
    const lines = bad.out.split('\n').filter((line) => !/ {3}(space|watches|open files) {3}/.test(line))
    const wrong = lines.flatMap((line) => /^(?:failure|warning) {3}.*?(?= {3})/.exec(line) ?? [])
    deepEqual(wrong, [
      'failure   settings',
      'warning   home',
      'failure   key',
      'failure   socket of local',
      'failure   engine of local',
    ])
    match(bad.out, /next: chmod 600 \S+\.key\n/)
  })
})
