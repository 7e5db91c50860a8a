import { deepEqual, equal } from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { type Pusher, startPusher } from '../../support/pusher.ts'

describe('a push by somebody whose umask closes files to others', function () {
  this.timeout(120_000)
  let cli: Cli
  let pusher: Pusher

  before(async () => {
    await buildCli()
    cli = startCli()
    pusher = await startPusher(cli, '077')
  })
  after(() => cli.end())

  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

  it('brings files that a container may read as any user, and leaves RECONCILE_HOME closed', async () => {
    const text = 'services: {web: {image: busybox:1.36}}\n'
    await pusher.commit({ 'shop/compose.yaml': text, 'shop/html/index.html': 'hi' })
    const { exit, err } = await pusher.push()
    equal(exit, 0, err)
    deepEqual(
      ['shop', 'shop/html', 'shop/html/index.html'].map((name) => mode(join(pusher.live, name))),
      ['755', '755', '644'],
    )
    deepEqual(
      ['', 'state'].map((name) => mode(join(cli.home, name))),
      ['700', '700'],
    )
  })
})
