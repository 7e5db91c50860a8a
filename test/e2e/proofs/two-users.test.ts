import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { hostname } from 'node:os'
import type { Cli } from '../../support/cli.ts'
import { killAtWrite } from '../../support/proxy.ts'
import { eachOnGround, type Ground } from './ground.ts'
import { newest } from '../../support/lab.ts'
import { until } from '../../support/until.ts'
import { manifests, sleeper } from './manifests.ts'
import { converged, ended } from './serving.ts'

const LOCK = 'reconcile-lock.default.shop'

for (const release of newest)
  describe(`several users on one engine (${release})`, function () {
    this.timeout(180_000)
    let ground: Ground

    eachOnGround((made) => (ground = made), { release })

    const write = (cli: Cli, name: string, seconds: string) =>
      cli.write(
        name,
        manifests(
          ...['web', 'api'].map((service) =>
            sleeper(service, {
              ...{ replicas: 3, updateStrategy: { monitorSeconds: 0 } },
              template: { command: ['sleep', seconds] },
            }),
          ),
        ),
      )

    const NAMES = ['api', 'web'].flatMap((service) => [1, 2, 3].map((slot) => `shop-${service}-${slot} running`))

    it('take turns when they apply at the same time: nothing is there twice, and nothing is left', async () => {
      const homes = ['100000', '200000', '300000'].map((seconds) => ({ seconds, cli: ground.cli() }))
      for (const { cli, seconds } of homes) write(cli, 'shop.yaml', seconds)
      const applied = await Promise.all(homes.map(({ cli }) => cli.run('apply', '-f', 'shop.yaml', '--wait', '60s')))
      for (const { exit, out, err } of applied) equal(exit, 0, out + err)
      deepEqual(await ground.hand.names(), NAMES)
      const args = await Promise.all(
        (await ground.hand.containers()).map(async ({ Id }) => {
          const { Args } = (await ground.hand.inspect(Id)) as unknown as { Args: readonly string[] }
          return Args.join(' ')
        }),
      )
      match([...new Set(args)].join(), /^[123]00000$/)
      deepEqual(await ground.hand.volumes(), [])
      ok(applied.some(({ out, err }) => /waiting up to 60 s: .* works on shop on local/.test(out + err)))
    })

    it('go on where one was killed in the middle of it, as the same home does, and are told who that was', async () => {
      const [one, other] = [ground.cli(), ground.cli()]
      write(one, 'shop.yaml', '100000')
      write(other, 'shop.yaml', '200000')
      const victim = one.start('apply', '-f', 'shop.yaml')
      killAtWrite(ground.proxy, { n: 4, when: 'after', pid: () => victim.child.pid ?? 0 })
      await ended(victim)
      deepEqual(await ground.hand.volumes(), [LOCK])
      ground.proxy.clear()
      const again = await one.run('apply', '-f', 'shop.yaml')
      equal(again.exit, 0, again.out + again.err)
      deepEqual(await ground.hand.volumes(), [])

      write(one, 'shop.yaml', '300000')
      const second = one.start('apply', '-f', 'shop.yaml')
      const { pid = 0 } = second.child
      killAtWrite(ground.proxy, { n: 4, when: 'after', pid: () => pid })
      await ended(second)
      ground.proxy.heal()
      const after = await other.run('apply', '-f', 'shop.yaml')
      equal(after.exit, 0, after.out + after.err)
      const whose = `@${hostname()} left behind: reconcile apply \\(pid ${pid}\\), since 20`
      match(after.err, new RegExp(`local: took over the lock of shop, which .*${whose}`))
      deepEqual(await ground.hand.names(), NAMES)
      deepEqual(await ground.hand.volumes(), [])
    })

    it('delete nothing that another home applied, until they have taken it over', async () => {
      const [one, other] = [ground.cli(), ground.cli()]
      for (const cli of [one, other]) write(cli, 'shop.yaml', '100000')
      equal((await one.run('apply', '-f', 'shop.yaml')).exit, 0)
      const ids = async () => (await ground.hand.containers()).map(({ Id }) => Id).sort()
      const before = await ids()
      for (const what of [
        ['--stack', 'shop', '--volumes'],
        ['-f', 'shop.yaml'],
      ]) {
        const refused = await other.run('delete', ...what)
        equal(refused.exit, 1, refused.out + refused.err)
        match(refused.err, /never worked on Service\/shop\/api, Service\/shop\/web, of which there is shop-api-1, /)
      }
      equal((await other.run('apply', '-f', 'shop.yaml')).exit, 0)
      deepEqual(await ids(), before)
      const deleted = await other.run('delete', '-f', 'shop.yaml')
      equal(deleted.exit, 0, deleted.out + deleted.err)
      deepEqual([await ground.hand.names(), await ground.hand.networks(), await ground.hand.volumes()], [[], [], []])
    })

    it('are refused where the serve of another home has the stack, and are not waited for', async () => {
      const [one, other] = [ground.cli(), ground.cli()]
      write(one, 'tree/shop.yaml', '100000')
      const serve = one.start('serve', '--watch', 'tree')
      await converged(one, ['api', 'web'])
      write(other, 'shop.yaml', '200000')
      ground.proxy.clear()
      const planned = await other.run('plan', '-f', 'shop.yaml')
      equal(planned.exit, 0, planned.out + planned.err)
      match(planned.out, /Assumed[\s\S]* works on shop on local: reconcile serve .*; it has ended by then/)
      const refused = await other.run('apply', '-f', 'shop.yaml')
      equal(refused.exit, 1, refused.out + refused.err)
      match(refused.err, new RegExp(`reconcile serve \\(pid ${serve.child.pid}\\)[\\s\\S]*RECONCILE_SERVER`))
      deepEqual(ground.proxy.writes(), [])
      const stolen = await other.run('apply', '-f', 'shop.yaml', '--steal')
      equal(stolen.exit, 0, stolen.out + stolen.err)
      await serve.says('InstallationShared')
      equal(await serve.stop(), 0)
      deepEqual(await ground.hand.volumes(), [])
    })

    it('are refused also where that serve has just begun and has nothing to do', async () => {
      const [one, other] = [ground.cli(), ground.cli()]
      write(one, 'tree/shop.yaml', '100000')
      equal((await one.run('serve', '--watch', 'tree', '--once')).exit, 0)
      const ids = async () => (await ground.hand.containers()).map(({ Id }) => Id).sort()
      const before = await ids()
      ground.proxy.clear()
      const serve = one.start('serve', '--watch', 'tree')
      await converged(one, ['api', 'web'])
      await until('it has the lock', async () => (await ground.hand.volumes()).length > 0)
      deepEqual(
        ground.proxy.writes().map(({ method, path }) => `${method} ${path}`),
        ['POST /volumes/create'],
      )
      write(other, 'shop.yaml', '200000')
      const refused = await other.run('apply', '-f', 'shop.yaml')
      equal(refused.exit, 1, refused.out + refused.err)
      match(refused.err, new RegExp(`reconcile serve \\(pid ${serve.child.pid}\\)[\\s\\S]*RECONCILE_SERVER`))
      deepEqual(await ids(), before)
      equal(await serve.stop(), 0)
      deepEqual(await ground.hand.volumes(), [])
    })
  })
