import { equal, match, ok } from 'node:assert/strict'
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { type Pusher, startPusher } from '../../support/pusher.ts'

const SHOP = 'services:\n  web:\n    image: busybox:1.36\n'

describe('a push to a repository whose installation was moved', function () {
  this.timeout(120_000)
  let cli: Cli
  let pusher: Pusher
  let other: string

  before(buildCli)
  beforeEach(async () => {
    cli = startCli()
    other = join(cli.dir, 'other')
    pusher = await startPusher(cli)
    await pusher.commit({ 'shop/compose.yaml': SHOP })
  })
  afterEach(() => cli.end())

  const at = (...args: readonly string[]) => cli.runWith({ RECONCILE_HOME: other }, ...args)
  const doctor = async () => (await at('doctor')).out.split('\n').filter((line) => / hooks /.test(line))

  it('is refused and makes no second installation, until the hooks name the new home', async () => {
    equal((await cli.run('backup', 'a.tar')).exit, 0)
    const restored = await at('restore', 'a.tar')
    match(restored.out, /^next: reconcile init --git \S+live, with this RECONCILE_HOME: its hooks name/m)
    renameSync(cli.home, join(cli.dir, 'old'))

    match((await doctor()).join(), /^failure +hooks .*live work on the RECONCILE_HOME \S+home, and this is \S+other/)
    const { exit, err } = await pusher.push()
    equal(exit, 1, err)
    match(err, /home: is not there: it is the RECONCILE_HOME that the hooks name$/m)
    match(err, /next: on that host, with RECONCILE_HOME as its serve has it: reconcile init --git \S+live, which/)
    ok(!existsSync(cli.home))
    equal(pusher.read('shop/compose.yaml'), undefined)

    equal((await at('init', '--git', 'live')).exit, 0)
    match((await doctor()).join(), /^ok +hooks .*are checked and carried out/)
    const taken = await pusher.push()
    equal(taken.exit, 0, taken.err)
    ok(!existsSync(cli.home))
  })

  it('is refused while a second home works on the directory as well, and names both, until one has the hooks', async () => {
    equal((await cli.run('backup', 'a.tar')).exit, 0)
    equal((await at('restore', 'a.tar')).exit, 0)
    equal((await pusher.push()).exit, 0)

    const second = cli.startUnder(['env', `RECONCILE_HOME=${other}`], 'serve')
    await second.says('serving the installation')
    await pusher.commit({ 'shop/compose.yaml': `${SHOP}    command: sleep 1d\n` })
    const refused = async (more: RegExp) => {
      const { exit, err } = await pusher.push()
      equal(exit, 1, err)
      match(
        err,
        /live: \S+other works on it, and the hooks name the RECONCILE_HOME \S+home: both would carry the push out$/m,
      )
      match(err, more)
      equal(pusher.read('shop/compose.yaml'), SHOP)
    }
    await refused(
      /next: on that host, give the pushes to one of them: RECONCILE_HOME=\S+other reconcile init --git \S+live; /,
    )
    await second.stop()
    await refused(/; or end the serve of \S+other, and RECONCILE_HOME=\S+home reconcile init --git \S+live; then/m)

    const first = cli.start('serve')
    await first.says('serving the installation')
    const third = cli.startUnder(['env', `RECONCILE_HOME=${other}`], 'serve')
    await third.says('serving the installation')
    await third.stop()
    const { exit, err } = await pusher.push()
    equal(exit, 0, err)
    match(
      err,
      /^warning: \S+live: \S+other has worked on it since, and the hooks name the RECONCILE_HOME \S+home, whose serve runs$/m,
    )
    const left = cli.startUnder(['env', `RECONCILE_HOME=${other}`], 'serve', '--unwatch', pusher.live, '--delete')
    await left.says('serving the installation')
    await left.stop()
    await pusher.commit({ 'shop/compose.yaml': SHOP })
    const quiet = await pusher.push()
    equal(quiet.exit, 0, quiet.err)
    ok(!quiet.err.includes('has worked on it since'), quiet.err)
    await first.stop()
  })

  it('is refused where the home that its hooks name does not watch the directory, as after --unwatch', async () => {
    const serve = cli.start('serve', '--unwatch', pusher.live)
    await serve.says('serving the installation')
    await serve.stop()
    const { exit, err } = await pusher.push()
    equal(exit, 1, err)
    match(err, /live: is not watched by the installation in \S+home, the RECONCILE_HOME that the hooks name$/m)
    equal(pusher.read('shop/compose.yaml'), undefined)
  })
})
