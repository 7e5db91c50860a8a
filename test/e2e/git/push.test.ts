import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict'
import { join } from 'node:path'
import type { Cli } from '../../support/cli.ts'
import { type Pusher, startPusher } from '../../support/pusher.ts'
import { until } from '../../support/until.ts'
import { type Ground, startGround } from '../proofs/ground.ts'
import { newest } from '../../support/lab.ts'
import { inShare, waysToServe } from '../../support/share.ts'

interface Shop {
  readonly replicas?: number
  readonly colour?: string
}

/** Ends at once when it is stopped, and counts as well at once. */
const service = ({ replicas = 1, colour = 'red' }: Shop = {}) => `    image: busybox:1.36
    command: sleep 1d
    stop_signal: SIGKILL
    deploy: { update_config: { monitor: 10ms } }
    environment: { COLOUR: ${colour} }
    scale: ${replicas}
`
const shop = (options?: Shop) => `services:\n  web:\n${service(options)}`

for (const release of newest)
  describe(`git push to a repository of init --git (${release})`, function () {
    this.timeout(inShare(180_000, 300_000))
    let ground: Ground
    let cli: Cli
    let pusher: Pusher

    before(async () => {
      ground = await startGround({ release })
    })
    after(() => ground?.end())
    beforeEach(async () => {
      cli = ground.cli({ RECONCILE_SETTINGS: 'deletionWaitMs=300' })
      pusher = await startPusher(cli)
    })
    afterEach(() => ground.wipe())

    const pushed = async (...args: readonly string[]) => {
      const { exit, err } = await pusher.push(...args)
      equal(exit, 0, err)
      return err
    }
    const running = async () =>
      (await ground.hand.names()).filter((name) => name.endsWith(' running')).map((name) => name.split(' ')[0])
    const colour = async () => (await cli.run('exec', 'web', '-n', 'shop', '--', 'sh', '-c', 'echo -n $COLOUR')).out
    const served = async () => {
      const serve = cli.start('serve')
      await serve.says('serving the installation')
      return serve
    }

    it('is live without serve: planned, made so, and quiet when it is pushed again', async () => {
      pusher.write('shop/token', 'hush')
      const secret = '    secrets: [token]\nsecrets:\n  token: { file: ./token }\n'
      await pusher.commit({ 'shop/compose.yaml': `${shop()}${secret}`, '.gitignore': 'token\n' })
      const first = await pushed()
      match(first, /\+ POST \/containers\/create\?name=shop-web-1/)
      match(first, /^converged: 1 service/m)
      deepEqual(await running(), ['shop-web-1'])
      equal((await cli.run('exec', 'web', '--', 'cat', '/run/secrets/token')).out, 'hush')
      await pusher.commit({ 'README.md': 'nothing for hosts' })
      const second = await pushed()
      match(second, /^No changes\.$/m)
      match(second, /^converged: 1 service/m)
    })

    for (const isServed of waysToServe(true))
      it(`takes a stack through its life ${isServed ? 'with a serve' : 'without serve'}`, async () => {
        if (isServed) await served()
        await pusher.commit({ 'shop/compose.yaml': shop(), 'side/compose.yaml': shop() })
        await pushed()
        deepEqual((await running()).sort(), ['shop-web-1', 'side-web-1'])

        await pusher.commit({ 'shop/compose.yaml': shop({ colour: 'blue' }) })
        match(await pushed(), /env\[0\]\.value red → blue/)
        equal(await colour(), 'blue')

        await pusher.commit({ 'shop/compose.yaml': shop().replace('image', 'imgae') })
        const broken = await pusher.push()
        equal(broken.exit, 1)
        match(broken.err, /^shop\/compose\.yaml:3:\d+: services\.web\.imgae/m)
        equal(await colour(), 'blue')
        await pusher.git('reset', '--quiet', '--hard', 'HEAD^')

        await pusher.commit({ side: undefined })
        const gone = await pushed()
        match(gone, /^ *- Service\/side\/web$/m)
        await until('the other stack is gone', async () => (await running()).every((name) => !name?.startsWith('side')))

        await pusher.git('reset', '--quiet', '--hard', 'HEAD^')
        await pushed('--force', 'origin', 'main')
        deepEqual((await running()).sort(), ['shop-web-1', 'side-web-1'])

        equal((await cli.run('scale', 'web=2', '-n', 'shop')).exit, 0)
        await pusher.commit({ 'shop/compose.yaml': shop({ colour: 'green' }) })
        match(await pushed(), /keeps what the work tree has: services\.web\.scale: 2/)
        equal(await colour(), 'green')
        deepEqual((await running()).sort(), ['shop-web-1', 'shop-web-2', 'side-web-1'])

        await pusher.git('revert', '--no-edit', 'HEAD')
        await pushed()
        equal(await colour(), 'blue')
        deepEqual((await running()).sort(), ['shop-web-1', 'shop-web-2', 'side-web-1'])
      })

    it('warns of a mounted file that it changes, unless its containers are made anew, with a serve', async () => {
      await served()
      const mounting = '    volumes: [./app.conf:/app.conf]\n    configs: [page]\nconfigs: { page: { file: ./page } }\n'
      await pusher.commit({ 'shop/compose.yaml': `${shop()}${mounting}`, 'shop/app.conf': 'one', 'shop/page': 'one' })
      await pushed()
      const warning = /Service\/shop\/web goes on with the \S+app\.conf that it has/
      await pusher.commit({ 'shop/app.conf': 'two', 'shop/page': 'two' })
      doesNotMatch(await pushed(), warning)
      await pusher.commit({ 'shop/app.conf': 'three' })
      match(await pushed(), warning)
    })

    it('has built what it changed alone in the sources of a build, with a serve', async () => {
      await served()
      const built = shop().replace('image: busybox:1.36', 'build: ./site')
      const dockerfile = 'FROM busybox:1.36\nCOPY text /text\n'
      await pusher.commit({ 'shop/compose.yaml': built, 'shop/site/Dockerfile': dockerfile, 'shop/site/text': 'one' })
      await pushed()
      await pusher.commit({ 'shop/site/text': 'two' })
      match(await pushed(), /^converged: 1 service/m)
      equal((await cli.run('exec', 'web', '-n', 'shop', '--', 'cat', '/text')).out, 'two')
    })

    for (const isServed of [true, false])
      it(`is taken, and waits for the approval that it prints, when it loses much at once (S3), ${isServed ? 'with' : 'without'} a serve`, async () => {
        if (isServed) await served()
        const names = Array.from({ length: 8 }, (_, index) => `s${index}`)
        const many = (some: readonly string[]) =>
          `services:\n${some.map((name) => `  ${name}:\n${service()}`).join('')}`
        await pusher.commit({ 'shop/compose.yaml': many(names) })
        await pushed()
        equal((await running()).length, 8)
        await pusher.commit({ 'shop/compose.yaml': many(names.slice(0, 2)) })
        const err = await pushed()
        const commands = [...err.matchAll(/reconcile approve (\w+)/g)].map(([, id = '']) => id)
        equal(new Set(commands).size, 1, err)
        match(err, /all else that was pushed is live; .*reconcile approve/)
        equal((await running()).length, 8)
        await pusher.commit({
          'shop/compose.yaml': many(names.slice(0, 2)).replace('s0:', 's0:\n    labels: { of: it }'),
        })
        match(await pushed(), /all that was pushed is live; not of this push: .*reconcile approve/)
        equal((await cli.run('approve', commands[0] ?? '')).exit, 0)
        if (isServed) equal((await running()).length, 2)
      })

    it('converges where another directory declares the same, without a serve, and takes it over once that one does not', async () => {
      const other = join(cli.dir, 'other')
      equal((await cli.run('init', '--git', other)).exit, 0)
      await pusher.commit({ 'shop/compose.yaml': shop(), 'side/compose.yaml': shop() })
      await pushed()
      const id = await ground.hand.exec('shop-web-1', 'cat', '/proc/sys/kernel/hostname')
      const err = await pushed(other, 'main')
      match(err, /warning: shop\/compose\.yaml:2:3: .*live\/shop\/compose\.yaml, which is watched, declares/)
      match(err, /^converged: 2 services$/m)
      doesNotMatch(err, /^error/m)
      await pusher.commit({ shop: undefined })
      match(await pushed(), /^ *~ Service\/shop\/web$/m)
      equal(await ground.hand.exec('shop-web-1', 'cat', '/proc/sys/kernel/hostname'), id)
    })

    it('loses nothing when serve is killed or restarted during it: the next serve makes it so', async () => {
      const serve = await served()
      await pusher.commit({ 'shop/compose.yaml': shop() })
      await pushed()
      await pusher.commit({ 'shop/compose.yaml': shop({ colour: 'blue', replicas: 2 }) })
      // It dies as soon as it has read the push, while the pusher is shown what becomes of it.
      const push = pusher.push()
      await serve.says('Service/shop/web changed')
      await serve.stop('SIGKILL')
      equal((await push).exit, 0)
      equal(pusher.read('shop/compose.yaml'), shop({ colour: 'blue', replicas: 2 }))
      const next = await served()
      const twoAre = async (one: string) => (await running()).length === 2 && (await colour()) === one
      await until('two run', () => twoAre('blue'), { ms: 60_000 })

      const white = shop({ colour: 'white', replicas: 2 })
      await pusher.commit({ 'shop/compose.yaml': white })
      const interrupted = pusher.push()
      await until('the push is in the work tree', () => pusher.read('shop/compose.yaml') === white)
      await next.stop('SIGTERM')
      equal((await interrupted).exit, 0)
      await served()
      await until('two run what was pushed', () => twoAre('white'), { ms: 60_000 })
      await pusher.commit({ 'shop/compose.yaml': shop({ colour: 'green', replicas: 2 }) })
      match(await pushed(), /^converged: 1 service/m)
      equal(await colour(), 'green')
    })

    it('follows a work tree of others that pulls, and commits there what is scaled', async () => {
      const origin = join(cli.dir, 'origin.git')
      const tree = join(cli.dir, 'tree')
      await pusher.git('init', '--quiet', '--bare', '--initial-branch=main', origin)
      await pusher.commit({ 'shop/compose.yaml': shop() })
      await pusher.git('push', '--quiet', origin, 'main')
      await pusher.git('clone', '--quiet', origin, tree)
      await pusher.git('-C', tree, 'config', 'user.name', 'host')
      await pusher.git('-C', tree, 'config', 'user.email', 'host@example.org')
      const serve = cli.start('serve', '--watch', tree)
      await until('it runs', async () => (await running()).length === 1, { instead: async () => serve.output() })
      equal((await cli.run('scale', 'web=2', '-n', 'shop')).exit, 0)
      match(await pusher.git('-C', tree, 'log', '-1', '--format=%s %an'), /^Scale web to 2 host$/)
      await pusher.commit({ 'shop/compose.yaml': shop().replace('1d', '2d') })
      await pusher.git('push', '--quiet', origin, 'main')
      await pusher.git('-C', tree, 'pull', '--quiet', '--rebase')
      await until('both run what was pulled', async () => {
        const names = await running()
        const asked = names.map((name) => ground.hand.exec(name ?? '', 'cat', '/proc/1/cmdline').catch(() => 'gone'))
        const commands = await Promise.all(asked)
        return commands.length === 2 && commands.every((command) => command.includes('2d'))
      })
      equal(serve.child.exitCode, null)
    })
  })
