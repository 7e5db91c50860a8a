import { deepEqual, equal, match } from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { V1Node } from '../../../api/v1/generated/types.ts'
import { readStorage } from '../../../store/storage/load.ts'
import type { Cli } from '../../support/cli.ts'
import { withoutLocks } from '../../support/lock-calls.ts'
import { until } from '../../support/until.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { converged } from './serving.ts'

const COMPOSE = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
    volumes: [data:/data]
    secrets: [of_file, of_variable]
volumes: { data: {} }
secrets:
  of_file: { file: ./token }
  of_variable: { environment: TOKEN }
`

for (const release of releases)
  describe(`a backup on one machine, restored on another (${release})`, function () {
    this.timeout(300_000)
    let ground: Ground
    let cli: Cli
    let other: string
    const there = (...args: readonly string[]) => cli.runWith({ RECONCILE_HOME: other }, ...args)
    const ids = async () => (await ground.hand.containers()).map(({ Id }) => Id).sort()

    before(async () => {
      ground = await startGround({ release })
      cli = ground.cli({ TOKEN: 'hunter2' })
      other = join(cli.dir, 'other')
      cli.write('compose.yaml', COMPOSE)
      cli.write('token', 'of a file')
      const applied = await cli.run('apply', '-f', 'compose.yaml')
      equal(applied.exit, 0, applied.out + applied.err)
    })
    after(() => ground?.end())

    it('is taken under a running serve, which goes on', async () => {
      const serve = cli.start('serve')
      await converged(cli, ['web'], { ms: 120_000 })
      const { exit, out, err } = await cli.run('backup', 'all.tar')
      equal(exit, 0, out + err)
      match(out, /all\.tar is all of .*, its secrets too/)
      await converged(cli, ['web'], { ms: 120_000 })
      equal(await serve.stop(), 0)
      rmSync(cli.home, { recursive: true })
    })

    it('has nothing to do there for a plan', async () => {
      const before = await ids()
      equal(before.length, 1)
      ground.proxy.clear()
      const restored = await there('restore', 'all.tar')
      equal(restored.exit, 0, restored.err)
      // With the recorded id, another engine at this address gets no write: engine-changed.test.ts.
      const kept = await readStorage({ dir: join(other, 'state') })
      const { ID } = (await ground.hand.call('GET', '/info')) as { ID: string }
      deepEqual((kept.get('/objects/Node/local') as unknown as V1Node).status?.engineID, ID)
      // The value of the variable is in the backup and need not be given again.
      const planned = await cli.runWith(
        { RECONCILE_HOME: other, TOKEN: 'hunter2' },
        'plan',
        '-f',
        'compose.yaml',
        '--exit-code',
      )
      match(planned.out, /No changes\./)
      equal(planned.exit, 0, planned.out + planned.err)
      deepEqual(ground.proxy.writes(), [])
      deepEqual(await ids(), before)
    })

    it('is gone on with by a serve that writes nothing to the host but its lock', async () => {
      const before = await ids()
      ground.proxy.clear()
      const moved = { ...cli, home: other }
      const serve = cli.startUnder(['env', `RECONCILE_HOME=${other}`], 'serve')
      await converged(moved, ['web'], { ms: 120_000 })
      deepEqual(withoutLocks(ground.proxy.writes()), [])
      deepEqual(await ids(), before)
      const [container = ''] = before
      await ground.hand.call('DELETE', `/containers/${container}?force=1`)
      await until(
        'what was lost is made again',
        async () => {
          const names = await ground.hand.names()
          return !(await ids()).includes(container) && names.join() === 'shop-web-1 running'
        },
        { ms: 120_000 },
      )
      equal(await serve.stop(), 0)
      equal(await ground.hand.exec('shop-web-1', 'cat', '/run/secrets/of_variable'), 'hunter2')
      equal(await ground.hand.exec('shop-web-1', 'cat', '/run/secrets/of_file'), 'of a file')
    })
  })
