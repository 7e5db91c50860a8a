import { equal, match } from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { aCertificate } from '../../support/certificate.ts'
import { BIN, type Cli, type Running, startCli } from '../../support/cli.ts'
import { engineForEach } from '../../support/engine-for-each.ts'
import { startTyping, type Typing } from '../../support/pty.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: ["sh", "-c", "echo begun by $$WHO; sleep 100000"]
    env_file: web.env
    stop_grace_period: 0s
`

describe('RECONCILE_SERVER, on a real engine', function () {
  this.timeout(300_000)
  const engine = engineForEach()
  /** The command line of another machine: a home of its own, and no engine. */
  let far: Cli
  let serve: Running
  let typing: Typing | undefined

  beforeEach(async () => {
    const { cli } = engine
    const { cert } = aCertificate(cli.dir)
    const { out: token } = await cli.run('token', 'create', 'far', '--role', 'edit')
    serve = cli.start('serve', '--listen', '127.0.0.1:0', '--tls-cert', 'cert.pem', '--tls-key', 'key.pem')
    await serve.says('serving the installation')
    const [, url = ''] = /listening on (https:\S+)/.exec(serve.output()) ?? []
    const named = { RECONCILE_SERVER: url, RECONCILE_TOKEN_FILE: 'token', RECONCILE_CA_FILE: 'ca.pem' }
    far = startCli(undefined, named)
    far.write('token', token)
    far.write('ca.pem', String(cert))
    far.write('compose.yaml', SHOP)
    far.write('web.env', 'WHO=far\n')
  })
  afterEach(async () => {
    await typing?.end()
    typing = undefined
    await far.end()
  })

  const sound = async (...args: readonly string[]) => {
    const { exit, out, err } = await far.run(...args)
    equal(exit, 0, out + err)
    return out
  }

  it('takes a stack through its life from another machine', async () => {
    match(await sound('plan', '-f', 'compose.yaml'), /POST \/containers\/create/)
    await sound('apply', '-f', 'compose.yaml')
    equal((await engine.docker('exec', 'shop-web-1', 'sh', '-c', 'echo $WHO')).trim(), 'far')
    match(await sound('get', 'services'), /shop +web +Replicated +1 +1 /)
    match(await sound('logs', 'web'), /begun by far/)
    match(await sound('describe', 'service/web'), /compose\.yaml/)
    match(await sound('plan', '-f', 'compose.yaml', '--exit-code'), /No changes\./)
    const followed = far.start('logs', '-f', 'web')
    await followed.says('begun by far')
    const watched = far.start('get', 'tasks', '--watch')
    await sound('scale', 'web=2')
    await watched.says('web-2')
    await sound('rollout', 'status', 'web')
    await sound('wait', 'service/web', '--for=condition=Ready')
    await sound('top')
    await sound('status')
    await followed.stop('SIGINT')
    await sound('delete', '--stack', 'shop')
    equal((await engine.docker('ps', '-aq')).trim(), '')
    equal(existsSync(far.home), false)
  })

  it('types into a task from another machine, and ends as its command does', async () => {
    await sound('apply', '-f', 'compose.yaml')
    equal((await far.run('exec', 'web', '--', 'sh', '-c', 'exit 7')).exit, 7)
    const line = `stty columns 91 rows 17; ${BIN} exec -it web -- sh; echo "ended with $?"`
    typing = await startTyping(line, { cwd: far.dir, env: far.env })
    // The size is told after the start: the first look may come before it.
    typing.type('echo begun-$((1 + 1)); until stty size | grep "17 91"; do :; done\n')
    await typing.shows(/begun-2\r\n(stty: .*\r\n)*17 91\r\n/)
    await typing.resize(120, 40)
    typing.type('until stty size | grep "40 120"; do :; done\n')
    await typing.shows(/\n40 120\r\n/)
    typing.type('exit 7\n')
    await typing.shows(/ended with 7\r\n/)
  })

  it('says of what follows that serve went, and ends what is asked then with 5', async () => {
    await sound('apply', '-f', 'compose.yaml')
    const followed = far.start('logs', '-f', 'web')
    await followed.says('begun by far')
    await serve.stop('SIGKILL')
    await followed.says('is asked on')
    match(
      followed.output(),
      /warning: https:\S+: the connection was closed before the answer was whole; whoever answers/,
    )
    await followed.stop('SIGINT')
    const { exit, err } = await far.run('get', 'all')
    match(err, /nothing listens there\nnext: look whether `reconcile serve --listen` runs there/)
    equal(exit, 5)
  })
})
