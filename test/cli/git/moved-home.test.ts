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
