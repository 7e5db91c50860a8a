import { equal, match } from 'node:assert/strict'
import { join } from 'node:path'
import { getCondition } from '../../../api/v1/conditions.ts'
import type { V1Secret } from '../../../api/v1/generated/types.ts'
import type { Cli, Running } from '../../support/cli.ts'
import { until } from '../../support/until.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { manifest, manifests, sleeper } from './manifests.ts'
import { converged, serving } from './serving.ts'
import { inShare } from '../../support/share.ts'

const mounting = { secrets: [{ secret: 'token' }] }
const updateStrategy = { monitorSeconds: 0 }

for (const release of releases)
  describe(`secrets on an engine that fails at them, under serve (${release})`, function () {
    this.timeout(inShare(180_000, 300_000))
    let ground: Ground
    let cli: Cli
    let serve: Running

    before(async () => {
      ground = await startGround({ release })
      cli = ground.cli({ RECONCILE_SETTINGS: 'backoffMaxMs=1000' })
    })
    after(() => ground?.end())

    const declare = (...services: readonly string[]) => {
      cli.write(
        'tree/shop.yaml',
        manifests(manifest('Secret', 'token', { file: join(cli.dir, 'elsewhere/bytes') }), ...services),
      )
    }
    const token = async () => (await serving(cli).get({ kind: 'Secret', namespace: 'shop', name: 'token' })) as V1Secret
    const ready = async () => {
      const { reason, message } = getCondition((await token()).status?.conditions, 'Ready') ?? {}
      return `${reason}: ${message}`
    }
    const says = (words: RegExp) =>
      until(`it says ${words.source}`, async () => words.test(await ready().catch(() => '')), {
        instead: async () => `${await ready().catch(String)}; ${serve.output()}`,
      })
    const files = async () => (await ground.host.run('find', '/run/reconcile', '-type', 'f')).trim()
    const isArchive = ({ method, path }: { method: string; path: string }) =>
      method === 'PUT' && /^\/containers\/\w+\/archive/.test(path)
    const refuses = () => ground.proxy.inject({ on: isArchive, do: { answer: 500, message: 'read-only file system' } })

    it('are said not to be there, with the reason, and are there once the engine takes them', async () => {
      const takes = refuses()
      cli.write('elsewhere/bytes', 'one')
      declare(sleeper('web', { template: mounting, updateStrategy }))
      serve = cli.start('serve', '--watch', 'tree')
      await says(/^DeliveryFailed: its bytes can't be put on local: .*read-only file system/)
      const described = async () => (await cli.run('describe', 'service/web')).out
      await until('its service says so', async () =>
        /can't be put on local: .*read-only file system/.test(await described()),
      )
      takes()
      await converged(cli, ['web'])
      equal(await ground.hand.exec('shop-web-1', 'cat', '/run/secrets/token'), 'one')
    })

    it('are put there once, though the carrier does not go', async () => {
      ground.proxy.clear()
      const on = ({ method, path }: { method: string; path: string }) =>
        method === 'DELETE' && path.startsWith('/containers/')
      const goes = ground.proxy.inject({ on, do: { answer: 500, message: 'device busy' } })
      declare(
        sleeper('web', { template: mounting, updateStrategy }),
        sleeper('other', { template: { secrets: [{ secret: 'token', mode: 0o400 }] }, updateStrategy }),
      )
      await converged(cli, ['other', 'web'])
      goes()
      equal(ground.proxy.calls.filter(isArchive).length, 1)
      match(await ready(), /^Delivered/)
    })

    it('that can not be taken off are said to be there still, and hold up no change of the bytes', async () => {
      const before = (await token()).status?.contentHash
      const takes = refuses()
      declare(sleeper('web', { updateStrategy }), sleeper('other', { updateStrategy }))
      await says(/^CollectionFailed: \S+\/token-\w+ can't be taken off local: .*read-only file system/)
      cli.write('elsewhere/bytes', 'two')
      await until('the change is seen', async () => (await token()).status?.contentHash !== before)
      takes()
      await says(/^Delivered/)
      // What the old task of the other service mounts is kept until that task is gone; Delivered is reported before.
      await until('nothing of it is on the host', async () => (await token()).status?.nodes?.length === 0)
      equal(await files(), '')
    })
  })
