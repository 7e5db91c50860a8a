import { equal, match } from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MOST_BODY_BYTES } from '../../../api/v1/installation/wire.ts'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { startPusher } from '../../support/pusher.ts'

const SERVICE = 'services:\n  web:\n    image: busybox:1.36\n'

describe('a push of more than is sent to a serve at once', function () {
  this.timeout(120_000)
  let cli: Cli

  before(buildCli)
  beforeEach(() => (cli = startCli()))
  afterEach(() => cli.end())

  it('is checked all the same while one runs, as that watches so much too', async () => {
    const pusher = await startPusher(cli)
    const serve = cli.start('serve')
    await serve.says('serving the installation')
    const remark = '# a remark that nobody reads\n'.repeat(Math.ceil(MOST_BODY_BYTES / 4 / 29))
    const names = ['a', 'b', 'c', 'd', 'e']
    const files = Object.fromEntries(names.map((name) => [`${name}/compose.yaml`, remark + SERVICE]))
    await pusher.commit({ ...files, 'f/compose.yaml': SERVICE.replace('image', 'imag') })
    const { exit, err } = await pusher.push()
    equal(exit, 1, err)
    match(err, /^f\/compose\.yaml:3:\d+: services\.web\.imag: .*did you mean image\?$/m)
    match(err, /^error: 1 error: the push is refused/m)
    await pusher.commit({ 'f/compose.yaml': SERVICE })
    const mended = await pusher.push()
    equal(mended.exit, 0, mended.err)
    match(mended.err, /^error: the engine of node local can't be reached/m)
    match(mended.err, /the push is there all the same, and the running serve brings it to the hosts/)
  })

  it('is taken where all of it stands there already, however long the names are', async () => {
    const pusher = await startPusher(cli)
    const deep = Array.from({ length: 14 }, () => 'd'.repeat(250)).join('/')
    const files = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`${deep}/${at}.txt`, `${at}\n`]))
    for (const [name, text] of Object.entries(files)) pusher.write(name, text)
    // The names are more than a program is started with by then.
    const hook = join(pusher.live, '.git/hooks/push-to-checkout')
    writeFileSync(hook, readFileSync(hook, 'utf8').replace('\nif', '\nulimit -s 1024\nif'))
    await pusher.commit(files)
    const { exit, err } = await pusher.push()
    equal(exit, 0, err)
    equal(await pusher.there('status', '--short'), '')
  })
})
