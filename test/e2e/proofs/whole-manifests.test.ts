import { deepEqual, equal, match } from 'node:assert/strict'
import type { Cli } from '../../support/cli.ts'
import { succeeds } from '../../support/succeeds.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { manifest, manifests, sleeper } from './manifests.ts'

interface Written {
  readonly colour?: string
  readonly page?: string
  readonly command?: string
}

interface SeenNetwork {
  readonly Internal: boolean
  readonly IPAM: { readonly Config: readonly { readonly Subnet: string }[] }
}

/** Every declared kind, and every mode of a service. */
function everyKind(
  secret: string,
  { colour = 'red', page = 'first', command = 'exec sleep 100000' }: Written = {},
): string {
  const mounts = [{ type: 'Volume', source: 'data', target: '/data' }]
  return manifests(
    manifest('Node', 'local', { labels: { disk: 'ssd' } }),
    manifest('Network', 'back', { internal: true, ipam: { config: [{ subnet: '10.213.7.0/24' }] } }),
    manifest('Volume', 'data', { labels: { of: 'shop' } }),
    manifest('Secret', 'token', { file: secret }),
    manifest('Config', 'page', { content: page }),
    sleeper('web', {
      replicas: 2,
      placement: { constraints: ['node.labels.disk == ssd'] },
      updateStrategy: { monitorSeconds: 0.5, failureAction: 'Rollback', order: 'StartFirst' },
      rollbackStrategy: { monitorSeconds: 0.5 },
      dependsOn: [{ service: 'load', condition: 'Completed' }],
      template: {
        ...{ command: ['sh', '-c', command], mounts, env: [{ name: 'COLOUR', value: colour }] },
        networks: [{ network: 'back', aliases: ['page'] }],
        secrets: [{ secret: 'token', mode: 256 }],
        configs: [{ config: 'page', target: '/etc/page' }],
        healthcheck: { test: ['CMD', 'test', '-s', '/etc/page'], intervalSeconds: 0.5 },
        resources: { limits: { memoryBytes: 64 << 20 } },
      },
    }),
    sleeper('everywhere', { mode: 'Global' }),
    sleeper('load', { mode: 'ReplicatedJob', template: { mounts, command: ['sh', '-c', 'echo x >>/data/loads'] } }),
    sleeper('once', { mode: 'GlobalJob', template: { command: ['true'] } }),
  )
}

for (const release of releases)
  describe(`a stack of every kind, for real (${release})`, function () {
    this.timeout(180_000)
    let ground: Ground
    let cli: Cli

    before(async () => {
      ground = await startGround({ release })
      cli = ground.cli()
    })
    after(() => ground?.end())

    const apply = async (written?: Written) => {
      cli.write('shop.yaml', everyKind(cli.write('token', 'the-token'), written))
      return await cli.run('apply', '-f', 'shop.yaml')
    }
    const inWeb = async (line: string) => {
      const ended = await cli.run('exec', 'web', '-n', 'shop', '--', 'sh', '-c', line)
      succeeds(ended)
      return ended.out
    }

    it('is applied', async () => {
      succeeds(await apply())
      deepEqual(await ground.hand.names(), [
        'shop-everywhere-1 running',
        'shop-load-1 exited',
        'shop-once-1 exited',
        'shop-web-1 running',
        'shop-web-2 running',
      ])
      const all = await inWeb('echo $COLOUR; cat /etc/page /run/secrets/token /data/loads')
      equal(all, 'red\nfirstthe-tokenx\n')
      const { Internal, IPAM } = (await ground.hand.call('GET', '/networks/shop_back')) as SeenNetwork
      deepEqual([Internal, IPAM.Config[0]?.Subnet], [true, '10.213.7.0/24'])
      for (const kind of [
        'services',
        'tasks',
        'networks',
        'volumes',
        'secrets',
        'configs',
        'nodes',
        'stacks',
        'revisions',
      ]) {
        const { exit, out } = await cli.run('get', kind, '-o', 'name')
        deepEqual([kind, exit, out.trim() !== ''], [kind, 0, true])
      }
    })

    it('is edited, and the job that was done is not done again', async () => {
      succeeds(await apply({ colour: 'blue', page: 'second' }))
      equal(await inWeb('echo $COLOUR; cat /etc/page /data/loads'), 'blue\nsecondx\n')
    })

    it('is scaled', async () => {
      succeeds(await cli.run('scale', 'web=4', '-n', 'shop'))
      equal((await webs()).length, 4)
      succeeds(await cli.run('scale', 'web=1', '-n', 'shop'))
      deepEqual(await webs(), ['shop-web-1 running'])
    })

    it('is rolled back when an update fails, and ends with 1', async () => {
      const failed = await apply({ colour: 'blue', page: 'second', command: 'echo no way; exit 3' })
      equal(failed.exit, 1, failed.out + failed.err)
      // Which one depends on the engine: it may restart the container before it reports how it ended.
      match(failed.err, /web was rolled back to .*(it exited with 3|it ended and was restarted)/)
      const running = (await webs()).filter((name) => !name.includes('.failed'))
      deepEqual(running, ['shop-web-1 running', 'shop-web-2 running'], failed.out + failed.err)
      succeeds(await apply({ colour: 'blue', page: 'second' }))
    })

    it('is planned as it is: nothing to do', async () => {
      const planned = await cli.run('plan', '-f', 'shop.yaml', '-o', 'json', '--exit-code')
      equal(planned.exit, 0, planned.out)
      deepEqual((JSON.parse(planned.out) as { calls: unknown[] }).calls, [])
    })

    it('is deleted; the volume stays until it is asked for', async () => {
      succeeds(await cli.run('delete', '--stack', 'shop'))
      deepEqual([await ground.hand.names(), await ground.hand.networks()], [[], []])
      deepEqual(await ground.hand.volumes(), ['shop_data'])
    })

    async function webs(): Promise<readonly string[]> {
      return (await ground.hand.names()).filter((name) => name.startsWith('shop-web'))
    }
  })
