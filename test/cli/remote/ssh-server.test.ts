import { deepEqual, equal, match } from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { buildCli, type Cli, type Running, startCli } from '../../support/cli.ts'
import { type SshServer, startSshServer } from '../../support/ssh-server.ts'

const COMPOSE = `name: shop
services:
  web:
    image: nginx:1.27
`

describe('RECONCILE_SERVER=ssh://…', function () {
  this.timeout(120_000)
  /** The machine of serve; there is no engine. */
  let there: Cli
  let here: Cli
  let serve: Running
  let server: SshServer

  before(async () => {
    await buildCli()
    there = startCli()
    server = await startSshServer(there.dir, { RECONCILE_HOME: there.home })
    serve = there.start('serve')
    await serve.says('serving the installation')
    here = startCli(undefined, { PATH: `${server.bin}:${process.env['PATH']}` })
    here.write('compose.yaml', COMPOSE)
  })
  after(async () => {
    await here?.end()
    await server?.end()
    await there?.end()
  })

  const on = (address: string, ...args: readonly string[]) => here.runWith({ RECONCILE_SERVER: address }, ...args)

  it('asks the serve of the user there, over one connection for a command, and makes nothing here', async () => {
    const before = server.connections()
    const applied = await on('ssh://far', 'apply', '-f', 'compose.yaml', '--no-wait')
    equal(applied.exit, 0, applied.out + applied.err)
    equal(server.connections() - before, 1)
    match((await on('ssh://far', 'get', 'services')).out, /shop +web/)
    const { out } = await on('ssh://far', 'version')
    match(out, new RegExp(`^serve .*, ${there.home}, at ssh://far\\)$`, 'm'))
    match((await there.run('get', 'services', '-o', 'name')).out, /service\/web/)
    const { out: audited } = await there.run('audit', '-o', 'json')
    match(audited, new RegExp(`"name":"[^"]+@${hostname()}"`))
  })

  it('takes a user, a port, and the path of a socket', async () => {
    const address = `ssh://root@127.0.0.1:${server.port}${there.home}/reconcile.sock`
    const { exit, out, err } = await on(address, 'events', '-o', 'json')
    deepEqual({ exit, err }, { exit: 0, err: '' }, out)
  })

  it('goes on with a watch for as long as one looks', async () => {
    const watched = here.start('--server', 'ssh://far', 'get', 'services', '-w', '-o', 'name')
    await watched.says('service/web')
    const scaled = await there.run('scale', 'web=3', '-n', 'shop', '--no-wait')
    equal(scaled.exit, 0, scaled.err)
    await watched.says('service/web\nservice/web')
    await watched.stop('SIGINT')
  })

  for (const [what, address, says, remedy] of [
    [
      'a socket that nobody listens at',
      'ssh://far/nowhere/reconcile.sock',
      /nothing listens at \/nowhere\/reconcile\.sock/,
      /reconcile serve/,
    ],
    [
      'a port that nobody listens at',
      'ssh://127.0.0.1:1',
      /ssh:\/\/127\.0\.0\.1:1: .*Connection refused/,
      /ssh 127\.0\.0\.1/,
    ],
    ['a name that nobody has', 'ssh://nobody.invalid', /Could not resolve hostname/, /RECONCILE_SERVER/],
    ['a user that may not log in', 'ssh://nobody@far', /Permission denied/, /ssh-add/],
  ] as const)
    it(`names ${what}, in the words of ssh, with what to do`, async () => {
      const { exit, err } = await on(address, 'get', 'services')
      equal(exit, 5, err)
      match(err, says)
      match(err, remedy)
    })

  it('says when reconcile is not in the PATH there', async () => {
    const bare = await startSshServer(here.dir, { PATH: '/usr/bin:/bin' })
    try {
      const env = { RECONCILE_SERVER: 'ssh://far', PATH: `${bare.bin}:${process.env['PATH']}` }
      const { exit, err } = await here.runWith(env, 'get', 'services')
      equal(exit, 5, err)
      match(err, /reconcile: (command )?not found[\s\S]*ssh far reconcile version/)
    } finally {
      await bare.end()
    }
  })

  it('says when there is no ssh here', async () => {
    const bin = dirname(here.write('bin-without-ssh/none', ''))
    symlinkSync(process.execPath, join(bin, 'node'))
    const { exit, err } = await here.runWith({ RECONCILE_SERVER: 'ssh://far', PATH: bin }, 'get', 'services')
    equal(exit, 5, err)
    match(err, /there is no ssh here[\s\S]*openssh-client/)
  })
})
