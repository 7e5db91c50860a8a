import { equal, match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { BIN, buildCli, type Cli, type Ended, startCli } from '../support/cli.ts'

const UNKNOWN = 54_321

describe('the home of a user', function () {
  this.timeout(120_000)
  let cli: Cli

  before(async function () {
    if (process.getuid?.() !== 0) this.skip()
    await buildCli()
    cli = startCli()
    chmodSync(cli.dir, 0o777)
    cli.write('compose.yaml', 'name: shop\nservices:\n  web: {image: busybox}\n')
  })
  after(() => cli.end())

  const asUnknown = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    new Promise<Ended>((resolve) => {
      const { PATH = '', DOCKER_HOST = '' } = cli.env
      const options = { env: { PATH, DOCKER_HOST, ...env }, cwd: cli.dir, uid: UNKNOWN, gid: UNKNOWN }
      execFile(BIN, [...args], options, (error, out, err) => resolve({ exit: Number(error?.code ?? 0), out, err }))
    })

  const OF_NOBODY: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['is / where HOME is not set and the system does not know the user', {}],
    ['is not the working directory where HOME is empty', { HOME: '' }],
    ['is not in the working directory where HOME is no full path', { HOME: 'home' }],
  ]
  for (const [words, env] of OF_NOBODY)
    it(words, async () => {
      const { exit, err } = await asUnknown(env, 'init')
      equal(exit, 2, err)
      match(err, /^error: making \/\.local\/state\/reconcile: EACCES.*\nnext: set RECONCILE_HOME to a directory/)
      equal((await asUnknown(env, 'validate', '-f', 'compose.yaml')).exit, 0)
      match((await asUnknown(env, 'doctor')).out, /^failure +home +\/\.local\/state\/reconcile is not there/m)
    })

  it('need not be known where RECONCILE_HOME is', async () => {
    const { exit, err } = await asUnknown({ RECONCILE_HOME: `${cli.dir}/own` }, 'apply', '-f', '.')
    equal(exit, 5, err)
    match(err, /no engine listens|no socket|nowhere\/docker\.sock/)
  })
})
