import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Cli } from '../../support/cli.ts'
import { CONTAINERD_STORE } from '../../support/lab.ts'
import { withoutLocks } from '../../support/lock-calls.ts'
import { type Ground, type GroundOptions, releases, startGround } from './ground.ts'
import { manifests, sleeper } from './manifests.ts'

for (const release of releases)
  describe(`a tag that is moved to another build (${release})`, function () {
    this.timeout(180_000)
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

    /** The id of the running container's image. */
    async function runs(): Promise<string> {
      const { Image } = (await ground.hand.call('GET', '/containers/shop-web-1/json')) as { Image: string }
      return Image
    }

    /** Applies; returns the calls that changed the engine, without pulls. */
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
        `^.*shop/web goes on with the image that app:1 meant .*${became}.*, which \`reconcile restart web -n shop --pull\` rolls out$`,
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

    it('is said to have moved also by the first plan and apply without that state', async () => {
      await moveTag()
      rmSync(join(cli.home, 'state'), { recursive: true })
      const words = /^.*shop\/web goes on with the image that app:1 meant when it first ran: .*$/m
      const { out } = await cli.run('plan', '-f', 'shop.yaml')
      match(out, words)
      deepEqual(await applied(), [])
      equal(words.exec(said)?.[0].replace('warning: ', ''), words.exec(out)?.[0].trim())
    })
  })

const stores: readonly (GroundOptions & { readonly keeps: string })[] = [
  ...releases.slice(0, 1).map((release) => ({ keeps: `${release}'s own store`, release })),
  { keeps: 'containerd, as engines from 29.0 on have it', release: 'sid', dockerd: CONTAINERD_STORE },
]

for (const { keeps, ...options } of stores)
  describe(`an image that was built again under its name, kept by ${keeps}`, function () {
    this.timeout(180_000)
    let ground: Ground
    let cli: Cli

    before(async () => {
      ground = await startGround(options)
      cli = ground.cli()
      cli.write('shop.yaml', manifests(sleeper('web', { template: { image: 'app:1' } })))
    })
    after(() => ground?.end())

    const imageOf = async (path: string) => (await ground.hand.call('GET', path)) as { Id: string; Image: string }
    const build = async (line: string) => {
      const changes = encodeURIComponent(line)
      await ground.hand.call('POST', `/commit?container=base&repo=app&tag=1&changes=${changes}`, {})
      return (await imageOf('/images/app:1/json')).Id
    }

    it('is what a container is made of again whose revision it is, as plan says', async () => {
      await ground.hand.call('POST', '/containers/create?name=base', { Image: 'busybox:1.36', Cmd: ['true'] })
      const first = await build('ENV BUILD=1')
      equal((await cli.run('apply', '-f', 'shop.yaml')).exit, 0)
      notEqual(await build('ENV BUILD=2'), first)
      await ground.hand.call('DELETE', '/containers/shop-web-1?force=1')
      const planned = JSON.parse((await cli.run('plan', '-f', 'shop.yaml', '-o', 'json')).out) as { changes: number }
      ground.proxy.clear()
      const { exit, out, err } = await cli.run('apply', '-f', 'shop.yaml')
      equal(exit, 0, out + err)
      equal((await imageOf('/containers/shop-web-1/json')).Image, first)
      equal(withoutLocks(ground.proxy.writes()).length, planned.changes)
    })
  })
