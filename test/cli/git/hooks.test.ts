import { equal, match } from 'node:assert/strict'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { type Pusher, startPusher } from '../../support/pusher.ts'

const SHOP = 'services:\n  web:\n    image: busybox:1.36\n'

describe('a push to a repository whose hooks are broken', function () {
  this.timeout(120_000)
  let cli: Cli
  let pusher: Pusher

  before(async () => {
    await buildCli()
    cli = startCli()
    pusher = await startPusher(cli)
    await pusher.commit({ 'shop/compose.yaml': SHOP })
  })
  after(() => cli.end())

  const hook = (name: string) => join(pusher.live, '.git/hooks', name)
  const refused = async () => {
    const { exit, err } = await pusher.push()
    equal(exit, 1, err)
    equal(pusher.read('shop/compose.yaml'), undefined)
    return err
  }

  for (const [name, message] of [
    ['pre-receive', /hooks\/pre-receive did not look at this push$/m],
    ['push-to-checkout', /hooks\/push-to-checkout: is not there, or no program: git would pass it over$/m],
    ['post-receive', /hooks\/post-receive: is not there, or no program: git would pass it over$/m],
  ] as const)
    it(`is refused where git passes over ${name}, with what to do`, async () => {
      chmodSync(hook(name), 0o644)
      const err = await refused()
      match(err, message)
      match(err, /next: run `reconcile init --git \S+live` there, which writes the hooks anew, and push again/)
      chmodSync(hook(name), 0o755)
    })

  it('is refused where Node or reconcile moved, with what to do, and taken once they are set up again', async () => {
    for (const name of ['pre-receive', 'push-to-checkout']) {
      const text = readFileSync(hook(name), 'utf8')
      writeFileSync(hook(name), text.replaceAll(process.execPath, '/opt/gone/node'))
      const err = await refused()
      match(err, /error: \/opt\/gone\/node or \S+bin\/reconcile is not there any more/)
      match(err, /next: on that host: reconcile init --git '\S+live', which writes the hooks anew; then push again/)
      writeFileSync(hook(name), text)
    }
    equal((await cli.run('init', '--git', 'live')).exit, 0)
    equal((await pusher.push()).exit, 0)
  })

  it('is kept where no branch is checked out, and comes with the branch', async () => {
    await pusher.there('checkout', '--quiet', '--detach')
    await pusher.commit({ 'shop/compose.yaml': `# more\n${SHOP}` })
    const { err } = await pusher.push()
    match(err, /main is kept, and changes no host: no branch is checked out in \S+live, .*git -C \S+live checkout main/)
    equal(pusher.read('shop/compose.yaml'), SHOP)
    await pusher.there('checkout', '--quiet', 'main')
    equal(pusher.read('shop/compose.yaml'), `# more\n${SHOP}`)
  })
})
