import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { V1Task } from '../../../api/v1/generated/types.ts'
import { dockerConfigOf, password, push, startRegistry, tlsRegistry, trustRegistry } from '../../support/registry.ts'
import { until } from '../../support/until.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { manifest, manifests, sleeper } from './manifests.ts'
import { converged, services, serving } from './serving.ts'
import { inShare } from '../../support/share.ts'

const image = `${tlsRegistry}/team/large:1`
const MB = 1024 * 1024
/** The registry's line: within the rollout's deadline less than half of the image arrives. */
const LINE = { rate: '120mbit', deadlineSeconds: 10 }

/** Only RECONCILE_TEST_ALL=1 runs this: the image has some 300 MB. */
for (const release of inShare([], releases))
  describe(`an image of 300 MB in a registry with a password and a certificate of its own (${release})`, function () {
    this.timeout(300_000)
    let ground: Ground

    before(async () => {
      ground = await startGround({ release })
      const { host, hand } = ground
      await startRegistry(host)
      trustRegistry(host)
      const context = join(host.dataDir, '../large')
      mkdirSync(context)
      for (let part = 0; part < 30; part++) appendFileSync(join(context, 'large'), randomBytes(10 * MB))
      writeFileSync(join(context, 'Dockerfile'), 'FROM busybox:1.36\nCOPY large /large\n')
      await host.run('docker', '-H', `unix://${host.socket}`, 'build', '-t', image, context)
      await until(
        'the registry has it',
        () =>
          push(host.socket, image).then(
            () => true,
            () => false,
          ),
        { ms: 120_000 },
      )
      await hand.call('DELETE', `/images/${image}?force=1`)
      await hand.call('POST', '/build/prune?all=1') // layers left over from its build would not be pulled
      await host.run(
        'tc',
        'qdisc',
        'add',
        'dev',
        'lo',
        'root',
        'tbf',
        'rate',
        LINE.rate,
        'burst',
        '1mb',
        'latency',
        '50ms',
      )
    })
    after(() => ground?.end())

    it('is pulled once its login is a valid one, within a deadline that only its bytes put off, in little memory', async () => {
      const cli = ground.cli()
      cli.write('login.json', dockerConfigOf('ran-out'))
      cli.write('tree/shop.yaml', stackWith(join(cli.dir, 'login.json')))
      const serve = cli.start('serve', '--watch', 'tree')
      const told = async () => (await cli.run('describe', 'service/web', '-n', 'shop')).out
      await until('it says that its login was refused', async () => /PullFailed|ImageMissing/.test(await told()), {
        instead: serve.output,
      })
      const refused = await told()
      match(refused, /in its imagePullSecret shop\/team: write one that is valid to .*login\.json/)
      doesNotMatch(refused + serve.output(), /ran-out/)

      cli.write('login.json', dockerConfigOf(password))
      const tasks = async () => (await serving(cli).list('Task', {})).items as readonly V1Task[]
      const percent = async () => /(\d+) %/.exec((await tasks())[0]?.status?.message ?? '')?.[1]
      const began = performance.now()
      const seen = new Set<string>()
      await until(
        'bytes of it have come',
        async () => {
          seen.add((await percent()) ?? '')
          return seen.size > 3
        },
        { ms: 90_000, instead: async () => JSON.stringify(await tasks()) },
      )
      const stood = new Set<unknown>()
      await until(
        'it runs',
        async () => {
          const [web] = await services(cli)
          stood.add(web?.status?.rollout?.state)
          return web?.status?.readyReplicas === 1
        },
        { ms: 180_000, instead: async () => JSON.stringify(await tasks()) },
      )
      await converged(cli, ['web'])
      equal(stood.has('Stalled'), false, 'the bytes that come are progress')
      ok(performance.now() - began > LINE.deadlineSeconds * 1000, 'the pull took longer than the deadline')
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${serve.child.pid}/status`, 'utf8'))?.[1]
      ok(Number(peak) < 200 * 1024, `serve took ${peak} kB`)
      doesNotMatch(serve.output(), new RegExp(`ran-out|${password}`))
      equal(await serve.stop(), 0)
    })

    it('that does not fit on the disk of its engine is told so at once, and comes by itself when there is room', async () => {
      const { host, hand } = ground
      await ground.wipe()
      await host.run('tc', 'qdisc', 'del', 'dev', 'lo', 'root')
      // Another disk, which only the engine sees.
      await host.crash()
      await host.run('mount', '-t', 'tmpfs', '-o', 'size=200m', 'none', host.dataDir)
      await host.start()
      const cli = ground.cli()
      cli.write('login.json', dockerConfigOf(password))
      const file = cli.write('tree/shop.yaml', stackWith(join(cli.dir, 'login.json')))
      const apply = await cli.run('apply', '-f', file)
      equal(apply.exit, 1, apply.out)
      match(apply.out + apply.err, /NoSpaceOnNode.*no space left on device/)
      deepEqual(await hand.names(), [])

      const serve = cli.start('serve')
      const told = async () => (await cli.run('describe', 'service/web', '-n', 'shop')).out
      await until('serve tells it, too', async () => /NoSpaceOnNode/.test(await told()), {
        instead: serve.output,
        ms: 60_000,
      })
      await host.run('mount', '-o', 'remount,size=1g', host.dataDir)
      await converged(cli, ['web'], { ms: 150_000 })
      deepEqual(await hand.names(), ['shop-web-1 running'])
      equal(await serve.stop(), 0)
    })
  })

/** A stack with a service whose image needs the login in a file. */
function stackWith(login: string): string {
  const template = { image, imagePullSecrets: ['team'] }
  const service = sleeper('web', { template, progressDeadlineSeconds: LINE.deadlineSeconds })
  return manifests(manifest('Secret', 'team', { file: login }), service)
}
