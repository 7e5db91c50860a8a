import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Cli } from '../../support/cli.ts'
import { withoutLocks } from '../../support/lock-calls.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { manifests, sleeper } from './manifests.ts'

for (const release of releases)
  describe(`a tag that is moved to another build (${release})`, function () {
    this.timeout(90_000)
    let ground: Ground
    let cli: Cli
    let first: string
    let said = ''

    before(async () => {
      ground = await startGround({ release })
      cli = ground.cli()
      await ground.hand.call('POST', '/images/busybox:1.36/tag?repo=app&tag=1')
      cli.write('shop.yaml', manifests(sleeper('web', { template: { image: 'app:1' } })))
      await applied()
      first = await runs()
    })
    after(() => ground?.end())

    /** The id of the image that runs. */
    async function runs(): Promise<string> {
      const { Image } = (await ground.hand.call('GET', '/containers/shop-web-1/json')) as { Image: string }
      return Image
    }

    /** Applies, and answers the calls that changed the engine, pulls aside. */
    async function applied(...options: readonly string[]): Promise<readonly string[]> {
      ground.proxy.clear()
      const { exit, out, err } = await cli.run('apply', '-f', 'shop.yaml', ...options)
      equal(exit, 0, out + err)
      said = err
      const writes = withoutLocks(ground.proxy.writes()).filter(({ path }) => !path.startsWith('/images/'))
      return writes.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '').replace(/[0-9a-f]{64}/, 'ID')}`)
    }

    async function moveTag(): Promise<string> {
      const changes = encodeURIComponent(`LABEL build=${Date.now()}`)
      const answer = await ground.hand.call(
        'POST',
        `/commit?container=shop-web-1&repo=app&tag=1&changes=${changes}`,
        {},
      )
      return (answer as { Id: string }).Id
    }

    it('changes nothing for an apply that does not ask, which says so, as does its plan', async () => {
      deepEqual(await applied(), [])
      equal(said, '')
      const second = await moveTag()
      notEqual(second, first)
      deepEqual(await applied(), [])
      equal(await runs(), first)
      const became = `${first.slice(0, 19)} → ${second.slice(0, 19)}`
      const words = new RegExp(
        `^.*shop/web goes on with the image that app:1 meant .*${became}.*, or an apply with --pull$`,
        'm',
      )
      match(said, words)
      match((await cli.run('plan', '-f', 'shop.yaml')).out, words)
    })

    it('rolls out with --pull, once, and a plan says the same calls that follow', async () => {
      const second = await moveTag()
      const { out } = await cli.run('pull', '-f', 'shop.yaml')
      match(out, new RegExp(`Pulled app:1 ${first.slice(0, 19)} → ${second.slice(0, 19)}`))
      deepEqual(await applied('--pull'), [
        'POST /containers/create',
        'DELETE /containers/ID',
        'POST /containers/ID/rename',
        'POST /containers/ID/start',
      ])
      equal(await runs(), second)
      match(said, /app:1.*; it came from no registry, so what local has of it counts/)
      deepEqual(await applied('--pull'), [])
      deepEqual(await applied(), [])
      equal(said, '')
      match((await cli.run('plan', '-f', 'shop.yaml')).out, /no changes|nothing to do/i)
    })

    it('is known to who has lost the state: nothing is made anew', async () => {
      const before = await runs()
      rmSync(join(cli.home, 'state'), { recursive: true })
      deepEqual(await applied(), [])
      equal(await runs(), before)
    })
  })
