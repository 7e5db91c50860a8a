import { deepEqual, equal } from 'node:assert/strict'
import { labels } from '../../../api/v1/labels.ts'
import type { Cli } from '../../support/cli.ts'
import { withoutLocks } from '../../support/lock-calls.ts'
import { type Ground, startGround } from './ground.ts'
import { newest } from '../../support/lab.ts'
import { manifests, sleeper } from './manifests.ts'

for (const release of newest)
  describe(`a container name (${release})`, function () {
    this.timeout(180_000)
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
      it(`that alone changes is given in place, by the one call that plan says, ${serving ? 'with' : 'without'} serve`, async () => {
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
          withoutLocks(ground.proxy.writes()).map(({ method, path }) => `${method} ${path.replace(Id, 'before')}`),
          ['POST /containers/before/rename?name=after'],
        )
        deepEqual(await ground.hand.names(), ['after running'])
        equal((await ground.hand.inspect('after')).Id, Id)
      })

    for (const order of ['StopFirst', 'StartFirst'])
      it(`is swapped by two services that are replaced in the same apply (${order})`, async () => {
        await ground.wipe()
        cli = ground.cli()
        const swapped = async (web: string, old: string, turn: string) => {
          const more = { updateStrategy: { order, monitorSeconds: 1 } }
          const env = [{ name: 'TURN', value: turn }]
          const service = (name: string, containerName: string) =>
            sleeper(name, { containerName, ...more, template: { env } })
          cli.write('shop.yaml', manifests(service('web', web), service('old', old)))
          const { exit, out, err } = await cli.run('apply', '-f', 'shop.yaml', '--timeout', '40s')
          equal(exit, 0, out + err)
        }
        await swapped('a1', 'b1', 'first')
        await swapped('b1', 'a1', 'second')
        deepEqual(await ground.hand.names(), ['a1 running', 'b1 running'])
        const { Config } = await ground.hand.inspect('b1')
        deepEqual([Config.Labels?.[labels.name], Config.Env?.includes('TURN=second')], ['web', true])
      })
  })
