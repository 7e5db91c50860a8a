import { deepEqual, equal } from 'node:assert/strict'
import type { Cli } from '../../support/cli.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { manifests, sleeper } from './manifests.ts'

for (const release of releases)
  describe(`a container name that alone changes (${release})`, function () {
    this.timeout(60_000)
    let ground: Ground
    let cli: Cli

    before(async () => {
      ground = await startGround({ release })
    })
    after(() => ground?.end())

    async function applied(name: string): Promise<void> {
      cli.write('shop.yaml', manifests(sleeper('web', { containerName: name })))
      const { exit, out, err } = await cli.run('apply', '-f', 'shop.yaml')
      equal(exit, 0, out + err)
    }

    for (const serving of [false, true])
      it(`is given in place, by the one call that plan says, ${serving ? 'with' : 'without'} serve`, async () => {
        await ground.wipe()
        cli = ground.cli()
        if (serving) await cli.start('serve').says('serving')
        await applied('before')
        const { Id } = await ground.hand.inspect('before')
        cli.write('shop.yaml', manifests(sleeper('web', { containerName: 'after' })))
        ground.proxy.clear()
        const planned = JSON.parse((await cli.run('plan', '-f', 'shop.yaml', '-o', 'json')).out) as {
          calls: readonly { method: string; path: string }[]
        }
        deepEqual(
          planned.calls.map(({ method, path }) => `${method} ${path}`),
          ['POST /containers/before/rename?name=after'],
        )
        await applied('after')
        deepEqual(
          ground.proxy.writes().map(({ method, path }) => `${method} ${path.replace(Id, 'before')}`),
          ['POST /containers/before/rename?name=after'],
        )
        deepEqual(await ground.hand.names(), ['after running'])
        equal((await ground.hand.inspect('after')).Id, Id)
      })
  })
