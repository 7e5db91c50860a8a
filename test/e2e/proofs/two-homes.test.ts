import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict'
import type { Cli } from '../../support/cli.ts'
import { type Ground, startGround } from './ground.ts'
import { newest } from '../../support/lab.ts'
import { until } from '../../support/until.ts'

const COMPOSE = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
    secrets: [token]
    configs: [{ source: page, target: /page }]
    deploy: { replicas: 2 }
secrets:
  token: { file: ./token }
configs:
  page: { file: ./page }
`

/** A command line with a home of its own, as on another machine, with these files. */
function aHome(ground: Ground, compose: string): Cli {
  const cli = ground.cli()
  cli.write('compose.yaml', compose)
  cli.write('token', 'hunter2')
  cli.write('page', 'hello')
  return cli
}

for (const release of newest)
  describe(`a stack with secrets, from two machines (${release})`, function () {
    this.timeout(180_000)
    let ground: Ground
    let one: Cli
    let other: Cli

    before(async () => {
      ground = await startGround({ release })
      ;[one, other] = [aHome(ground, COMPOSE), aHome(ground, COMPOSE)]
      const applied = await one.run('apply', '-f', 'compose.yaml')
      equal(applied.exit, 0, applied.out + applied.err)
    })
    after(() => ground?.end())

    const containers = async () => (await ground.hand.containers()).map(({ Id }) => Id).sort()

    it('is named by the second, which has never worked on it', async () => {
      const isNamed = /on local there is shop-web-1, shop-web-2 of Service\/shop\/web, of which this home knows nothing/
      for (const line of ['get services', 'get all', 'ps -n shop', 'logs web', 'describe service/web']) {
        const { err } = await other.run(...line.split(' '))
        match(err, isNamed, line)
      }
      match(
        (await other.run('status')).out,
        /node\/local: there is shop-web-1, shop-web-2[^]*there is more on the hosts than this home knows of/,
      )
      doesNotMatch((await one.run('status')).out, /knows nothing/)
    })

    it('is taken over by the second as it runs, which a plan without a key foresees', async () => {
      const before = await containers()
      ground.proxy.clear()
      const planned = await other.run('plan', '-f', 'compose.yaml', '--exit-code')
      match(planned.out, /No changes\./)
      equal(planned.exit, 0, planned.out + planned.err)
      const applied = await other.run('apply', '-f', 'compose.yaml')
      equal(applied.exit, 0, applied.out + applied.err)
      deepEqual(ground.proxy.writes(), [])
      deepEqual(await containers(), before)
      equal((await other.run('plan', '-f', 'compose.yaml', '--exit-code')).exit, 0)
    })

    it('goes on from either, with new bytes', async () => {
      other.write('token', 'others')
      const applied = await other.run('apply', '-f', 'compose.yaml')
      equal(applied.exit, 0, applied.out + applied.err)
      equal(await ground.hand.exec('shop-web-2', 'cat', '/run/secrets/token'), 'others')
      one.write('token', 'others')
      const before = await containers()
      const again = await one.run('apply', '-f', 'compose.yaml')
      equal(again.exit, 0, again.out + again.err)
      deepEqual(await containers(), before)
      equal(await ground.hand.exec('shop-web-1', 'cat', '/run/secrets/token'), 'others')
    })

    it('is said to be shared by the serve that finds what the other home made', async () => {
      const serve = one.start('serve')
      await serve.says('serving the installation')
      await until('it has the lock', async () => (await ground.hand.volumes()).length > 0)
      other.write('compose.yaml', COMPOSE.replace('100000', '200000'))
      const refused = await other.run('apply', '-f', 'compose.yaml')
      equal(refused.exit, 1, refused.out + refused.err)
      match(refused.err, new RegExp(`works on shop on local: reconcile serve \\(pid ${serve.child.pid}\\)`))
      await other.run('apply', '-f', 'compose.yaml', '--steal')
      await serve.says('InstallationShared')
    })
  })

const service = (name: string) => `  ${name}:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
    volumes: [data:/data]
    secrets: [token]
    configs: [page]
`
const stackOf = (...names: readonly string[]) => `name: part
services:
${names.map(service).join('')}volumes: { data: {} }
secrets: { token: { file: ./token } }
configs: { page: { file: ./page } }
`

for (const release of newest)
  describe(`a stack of which another machine has a part (${release})`, function () {
    this.timeout(180_000)
    let ground: Ground
    let one: Cli
    let other: Cli

    before(async () => {
      ground = await startGround({ release })
      ;[one, other] = [aHome(ground, stackOf('web', 'db')), aHome(ground, stackOf('web'))]
      for (const cli of [one, other]) {
        const applied = await cli.run('apply', '-f', 'compose.yaml')
        equal(applied.exit, 0, applied.out + applied.err)
      }
    })
    after(() => ground?.end())

    for (const line of ['delete --stack part', 'down -f compose.yaml'])
      it(`keeps the rest, and the network that it is in, with ${line} there`, async () => {
        await other.run('apply', '-f', 'compose.yaml')
        const deleted = await other.run(...line.split(' '))
        equal(deleted.exit, 0, deleted.out + deleted.err)
        match(deleted.err, /stays, with what it uses: part-db-1 on local, of Service\/part\/db, of which/)
        deepEqual(
          (await ground.hand.containers()).flatMap(({ Names }) => Names),
          ['/part-db-1'],
        )
        equal(await ground.hand.exec('part-db-1', 'cat', '/run/secrets/token'), 'hunter2')
        match((await other.run('get', 'all', '-n', 'part')).err, /^No resources found in stack part; on local/)
        const gone = await one.run('apply', '-f', 'compose.yaml')
        equal(gone.exit, 0, gone.out + gone.err)
      })

    it('keeps the data that the rest has, and says so, though it was to go', async () => {
      await other.run('apply', '-f', 'compose.yaml')
      const deleted = await other.run('delete', '--stack', 'part', '--volumes')
      equal(deleted.exit, 1, deleted.out + deleted.err)
      match(
        deleted.err,
        /Volume part\/data: its data is to go, but containers that are not ours mount part_data: part-db-1; remove them/,
      )
    })

    it('goes whole from where it is known whole', async () => {
      const deleted = await one.run('delete', '--stack', 'part', '--volumes')
      equal(deleted.exit, 0, deleted.out + deleted.err)
      deepEqual(await ground.hand.containers(), [])
      equal((await other.run('delete', '--stack', 'part', '--volumes')).exit, 0)
    })
  })
