import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { dockerCompose } from '../../compose/oracle.ts'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'

const PROXY = 'http://me:hunter2@proxy:3128'
const NAMES = ['plain', 'web']

const shop = JSON.stringify({
  name: 'shop',
  services: {
    web: {
      ...{ image: 'busybox:1.36', command: ['sleep', '100000'], network_mode: 'none', stop_grace_period: '0s' },
      environment: { HTTP_PROXY: 'own', no_proxy: null },
    },
    plain: { image: 'busybox:1.36', command: ['sleep', '100000'], network_mode: 'none', stop_grace_period: '0s' },
  },
})

describe("the proxies of docker's config.json, on a real engine", function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  const configure = (httpProxy: string) => {
    const own = { httpProxy, noProxy: 'localhost' }
    const proxies = { default: { ftpProxy: 'http://usual' }, [`unix://${engine.socket}`]: own }
    engine.cli.write('.docker/config.json', JSON.stringify({ proxies }))
  }
  /** What the process of each service has of them. */
  const seen = async () => {
    const all = NAMES.map(async (name) => {
      const env = await engine.docker('exec', `shop-${name}-1`, 'env')
      return [
        name,
        env
          .split('\n')
          .filter((line) => /_proxy=/i.test(line))
          .sort(),
      ] as const
    })
    return Object.fromEntries(await Promise.all(all))
  }
  const apply = async (file: string) => {
    const { exit, out, err } = await engine.cli.run('apply', '-f', file)
    equal(exit, 0, out + err)
  }

  it('are in containers as Compose gives them, of which none is made anew', async function () {
    const compose = dockerCompose()
    if (compose === undefined) return this.skip()
    const { cli } = engine
    configure(PROXY)
    const file = cli.write('shop/compose.yaml', shop)
    const hand = (...args: readonly string[]) => promisify(execFile)(compose, ['-f', file, ...args], { env: cli.env })
    await hand('up', '-d')
    const theirs = await seen()
    equal(theirs['plain']?.length, 4, JSON.stringify(theirs))
    const before = await engine.containers()
    equal((await cli.run('adopt', 'shop', '-f', file)).exit, 0)
    equal((await cli.run('plan', '-f', file, '--exit-code')).exit, 0)
    deepEqual(await engine.containers(), before)
    equal((await cli.run('delete', '--stack', 'shop')).exit, 0)
    await apply(file)
    deepEqual(await seen(), theirs)
  })

  it('are others for what is made anew, in no plan with a password, and in a run', async () => {
    const { cli } = engine
    configure(PROXY)
    const file = cli.write('shop/compose.yaml', shop)
    const planned = await cli.run('plan', '-f', file)
    match(planned.out, /what is made on local gets HTTP_PROXY, NO_PROXY by the `proxies` of docker's config.json/)
    const json = await cli.run('plan', '-f', file, '-o', 'json')
    match(json.out, /"http_proxy=\*\*\*"/)
    doesNotMatch(planned.out + json.out, /hunter2/)
    equal((await cli.run('plan', '-f', file, '--out', 'kept')).exit, 0)
    configure('http://other')
    const moved = await cli.run('apply', 'kept')
    equal(moved.exit, 1, moved.out + moved.err)
    match(moved.err, /is not what would be done now/)
    await apply(file)
    const before = await engine.containers()
    configure(PROXY)
    await apply(file)
    equal((await cli.run('plan', '-f', file, '--exit-code')).exit, 0)
    deepEqual(await engine.containers(), before)
    equal((await cli.run('restart', '-n', 'shop', 'plain')).exit, 0)
    const { plain = [], web = [] } = await seen()
    const [own, other] = [`http_proxy=${PROXY}`, 'http_proxy=http://other']
    deepEqual([plain.includes(own), web.includes(own), web.includes(other)], [true, false, true])
    const ran = await cli.run('run', '-n', 'shop', '--rm', 'plain', 'env')
    match(ran.out, /^HTTP_PROXY=http:\/\/me:hunter2@proxy:3128$/m)
  })

  it('are there while an image is built, and not in what is made of it', async () => {
    const { cli } = engine
    configure(PROXY)
    cli.write('shop/Dockerfile', 'FROM busybox:1.36\nRUN env | grep -i _proxy= | sort > /built\n')
    const web = { build: { context: '.', args: { NO_PROXY: 'own' } }, image: 'built:1', command: ['sleep', '100000'] }
    const own = { network_mode: 'none', stop_grace_period: '0s' }
    const file = cli.write('shop/compose.yaml', JSON.stringify({ name: 'shop', services: { web: { ...web, ...own } } }))
    await apply(file)
    const lines = (await engine.docker('exec', 'shop-web-1', 'cat', '/built')).trim().split('\n')
    deepEqual(
      [`HTTP_PROXY=${PROXY}`, 'NO_PROXY=own', `http_proxy=${PROXY}`, 'no_proxy=localhost'].filter(
        (each) => !lines.includes(each),
      ),
      [],
    )
    doesNotMatch(await engine.docker('history', '--no-trunc', 'built:1'), /hunter2/)
    const image = await engine.docker('image', 'inspect', '-f', '{{.Id}}', 'built:1')
    configure('http://other')
    await apply(file)
    equal((await cli.run('build', '-f', file)).exit, 0)
    equal(
      await engine.docker('image', 'inspect', '-f', '{{.Id}}', 'built:1'),
      image,
      'they are in no hash, and in no cache',
    )
  })
})
