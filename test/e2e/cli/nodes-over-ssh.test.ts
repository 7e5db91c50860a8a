import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { handAt } from '../../support/hand.ts'
import { loadImages } from '../../support/images.ts'
import { type Lab, type LabHost, startLab } from '../../support/lab.ts'
import { type SshServer, startSshServer } from '../../support/ssh-server.ts'
import { until } from '../../support/until.ts'

describe('an engine over ssh', function () {
  this.timeout(180_000)
  let lab: Lab
  let host: LabHost
  let ssh: SshServer
  let dir: string
  let cli: Cli

  before(async () => {
    await buildCli()
    lab = await startLab({ release: 'sid' })
    host = lab.hosts[0]
    await loadImages(host.socket, ['busybox:1.36'])
    dir = mkdtempSync(join(tmpdir(), 'over-ssh-'))
    const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
    ssh = await startSshServer(dir, { PATH: `${process.env['PATH']}:${join(cache, 'reconcile/trees/sid/usr/bin')}` })
    const PATH = `${ssh.bin}:${process.env['PATH']}`
    cli = startCli(undefined, { PATH, DOCKER_HOST: `ssh://${ssh.host}${host.socket}` })
    cli.write('stack.yaml', STACK)
  })
  after(async () => {
    await cli?.end()
    await ssh?.end()
    await lab?.down()
    rmSync(dir, { recursive: true, force: true })
  })

  const running = async () =>
    (await handAt(host.socket).containers()).flatMap(({ Id, State }) => (State === 'running' ? [Id] : []))

  it('is converged by one login, which ends with the command', async () => {
    const { exit, out, err } = await cli.run('apply', '-f', 'stack.yaml')
    equal(exit, 0, out + err)
    equal(ssh.connections(), 1)
    equal((await running()).length, 3)
    equal((await cli.run('plan', '-f', 'stack.yaml', '--exit-code')).exit, 0)
    match(
      (await cli.run('get', 'node', 'local', '-o', 'jsonpath={.status.address}')).out,
      /^ssh:\/\/far\/.*docker\.sock/,
    )
    await until('the logins have ended', () => ssh.logins().length === 0)
  })

  it('is logged in to anew where the login ended, and healed', async () => {
    const serve = cli.start('serve')
    await serve.says('serving the installation')
    await until('it is logged in', () => ssh.logins().length === 1)
    const before = ssh.connections()
    for (const login of ssh.logins()) process.kill(login)
    await until('it is logged in again', () => ssh.connections() > before && ssh.logins().length === 1)
    const [first = ''] = await running()
    await handAt(host.socket).call('DELETE', `/containers/${first}?force=1`)
    await until('another one runs', async () => {
      const now = await running()
      return now.length === 3 && !now.includes(first)
    })
    await serve.stop('SIGKILL')
    await until('the login of what was killed has ended', () => ssh.logins().length === 0)
  })

  it('is not lost where sshd forwards to no socket any more, while it answers there', async () => {
    const key = join(dir, 'key.pub')
    const open = readFileSync(key)
    for (const restriction of ['restrict', 'permitopen="localhost:80"']) {
      writeFileSync(key, `${restriction} ${open}`)
      const refused = await cli.run('apply', '-f', 'stack.yaml')
      equal(refused.exit, 5, refused.out)
      match(refused.err, /an engine answers at .*docker\.sock of ssh:\/\/far\/.*forwards no connection there: allow it/)
      match((await cli.run('get', 'node', 'local', '-o', 'yaml')).out, /reason: AccessDenied/)
      await host.stop()
      match((await cli.run('apply', '-f', 'stack.yaml')).err, /the connection to ssh:\/\/far\/.* broke; if it stays so/)
      await host.start()
    }
    writeFileSync(key, open)
    equal((await cli.run('apply', '-f', 'stack.yaml')).exit, 0)
  })

  it('is waited for while none listens there, and where this user is not let in', async () => {
    const before = await running()
    await host.stop()
    const ended = await cli.run('apply', '-f', 'stack.yaml')
    equal(ended.exit, 5, ended.out)
    match(ended.err, /the connection to ssh:\/\/far\/.* broke; if it stays so, start dockerd there/)
    await host.start()
    const refused = await cli.runWith({ DOCKER_HOST: `ssh://nobody@far${host.socket}` }, 'apply', '-f', 'stack.yaml')
    equal(refused.exit, 5, refused.out)
    match(refused.err, /this user is not let in at ssh:\/\/nobody@far\/.*add your key there.*Permission denied/)
    equal((await cli.run('apply', '-f', 'stack.yaml')).exit, 0)
    deepEqual(await running(), before)
  })
})

const STACK = `
name: shop
services:
  web:
    image: busybox:1.36
    command: [sleep, '1000000']
    stop_grace_period: 0s
    deploy: { replicas: 3 }
`
