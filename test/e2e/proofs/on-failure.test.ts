import { deepEqual, equal, match } from 'node:assert/strict'
import type { Cli } from '../../support/cli.ts'
import { until } from '../../support/until.ts'
import { type Ground, releases, startGround } from './ground.ts'

interface Seen {
  readonly State: { readonly Status: string; readonly StartedAt: string }
  readonly RestartCount: number
  readonly HostConfig: { readonly RestartPolicy: unknown }
}

for (const release of releases)
  describe(`a service with on-failure:2 that fails, without serve (${release})`, function () {
    this.timeout(180_000)
    let ground: Ground
    let cli: Cli

    before(async () => {
      ground = await startGround({ release })
      cli = ground.cli()
      const command = ['sh', '-c', 'echo no such table: users; sleep 1; exit 3']
      const web = { image: 'busybox:1.36', command, restart: 'on-failure:2' }
      cli.write('compose.yaml', JSON.stringify({ name: 'shop', services: { web } }))
    })
    after(() => ground?.end())

    async function seen(): Promise<Seen> {
      return (await ground.hand.call('GET', '/containers/shop-web-1/json')) as Seen
    }

    it('is restarted twice by its engine, which was given the limit', async () => {
      equal((await cli.run('apply', '-f', 'compose.yaml')).exit, 0)
      deepEqual((await seen()).HostConfig.RestartPolicy, { Name: 'on-failure', MaximumRetryCount: 2 })
      await until('the engine gave up', async () => (await seen()).State.Status === 'exited')
      equal((await seen()).RestartCount, 2)
    })

    it('is named Failed by the next get, with the reason by describe, and foretold by plan', async () => {
      match((await cli.run('get', 'tasks')).out, /Failed .* GaveUp /)
      const words = /it exited with 3; 2 restarts did not help, the policy allows 2/
      const { out } = await cli.run('describe', 'service/web')
      match(out, words)
      match(out, /\| no such table: users/)
      const plan = await cli.run('plan', '-f', 'compose.yaml')
      equal(plan.exit, 1, plan.out)
      match(plan.out, words)
    })

    it('fails the next apply, which starts nothing', async () => {
      const before = await seen()
      const { exit, err } = await cli.run('apply', '-f', 'compose.yaml', '--timeout', '60s')
      equal(exit, 1, err)
      match(err, /2 restarts did not help, the policy allows 2/)
      deepEqual((await seen()).State, before.State)
    })
  })
