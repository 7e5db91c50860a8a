import { equal, match, ok } from 'node:assert/strict'
import type { Cli } from '../../support/cli.ts'
import { until } from '../../support/until.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { manifests, sleeper } from './manifests.ts'

/** How often the engine restarts the container by itself, as no serve runs. */
const RESTARTED = 3

for (const release of releases)
  describe(`a service that crashes soon after its start, without serve (${release})`, function () {
    this.timeout(180_000)
    let ground: Ground
    let cli: Cli

    before(async () => {
      ground = await startGround({ release })
      cli = ground.cli()
      const command = ['sh', '-c', 'echo no such table: users; sleep 1.5; exit 3']
      cli.write('shop.yaml', manifests(sleeper('web', { template: { command } })))
    })
    after(() => ground?.end())

    it('has come up for the apply that nobody told to watch it', async () => {
      equal((await cli.run('apply', '-f', 'shop.yaml')).exit, 0)
    })

    it('is named by the next get, and by describe with its last words', async () => {
      const seen = async () =>
        (await ground.hand.call('GET', '/containers/shop-web-1/json')) as { RestartCount: number }
      await until('the engine restarted it', async () => (await seen()).RestartCount >= RESTARTED)
      match((await cli.run('get', 'tasks')).out, /CrashLoop/)
      const { out: restarts } = await cli.run('get', 'tasks', '-o', 'jsonpath={.items[0].status.restarts}')
      ok(Number(restarts) >= RESTARTED - 1, restarts) // the engine counts one before it does it
      const { out } = await cli.run('describe', 'service/web')
      // A first rollout still counts as failed if its tasks crash within ten seconds of its end.
      match(out, /Ready +False +(RolloutFailed|CrashLoop)/)
      match(out, /\| no such table: users/)
    })

    it('fails the next apply, in its words', async () => {
      const { exit, err } = await cli.run('apply', '-f', 'shop.yaml', '--timeout', '60s')
      equal(exit, 1, err)
      match(err, /no such table: users/)
    })
  })
