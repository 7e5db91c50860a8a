import { deepEqual, equal, match } from 'node:assert/strict'
import { lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { type Kept, keepDirectory, type Pusher, startPusher } from '../../support/pusher.ts'

// No engine answers here: what counts is the work tree.
describe('a push of a directory in the place of a link', function () {
  this.timeout(120_000)
  let cli: Cli
  let pusher: Pusher
  let from: string
  let kept: Kept

  before(async () => {
    await buildCli()
    cli = startCli()
    pusher = await startPusher(cli)
    mkdirSync(join(pusher.clone, 'conf-v1'))
    symlinkSync('conf-v1', join(pusher.clone, 'conf'))
    await pusher.commit({ 'conf-v1/app.txt': 'one\n' })
    await pushed()
    from = await pusher.git('rev-parse', 'HEAD')
    kept = keepDirectory(cli)
  })
  beforeEach(() => kept.putBack())
  afterEach(() => cli.end())
  after(() => kept?.end())

  const pushed = async () => {
    const { exit, err } = await pusher.push()
    equal(exit, 0, err)
  }
  const replace = async (text: string) => {
    rmSync(join(pusher.clone, 'conf'))
    await pusher.commit({ 'conf/app.txt': text })
  }
  const isLink = () => lstatSync(join(pusher.live, 'conf')).isSymbolicLink()

  for (const text of ['one\n', 'two\n'])
    it(`brings it, and leaves what the link led to, where the file in it is ${text === 'one\n' ? 'the same' : 'another'}`, async () => {
      await replace(text)
      await pushed()
      deepEqual(
        [
          isLink(),
          pusher.read('conf/app.txt'),
          pusher.read('conf-v1/app.txt'),
          await pusher.there('status', '--short'),
        ],
        [false, text, 'one\n', ''],
      )
    })

  it('is refused with the link where git does not know that, and with nothing of what it leads to', async () => {
    const outside = join(cli.dir, 'outside')
    mkdirSync(outside)
    writeFileSync(join(outside, 'app.txt'), 'of somebody')
    symlinkSync(outside, join(pusher.live, 'data'))
    await pusher.commit({ 'data/app.txt': 'mine' })
    const { exit, err } = await pusher.push()
    equal(exit, 1)
    match(
      err,
      /^data: is a link in the work tree, where git does not know it, .*\n\s*next: move it away first: \S+live\/data$/m,
    )
    rmSync(join(pusher.live, 'data'))
    await pushed()
    equal(pusher.read('data/app.txt'), 'mine')
  })

  for (const { it: sentence, begin } of [
    { it: 'before it began', begin: () => undefined },
    {
      it: 'once it wrote the directory',
      begin: () => {
        rmSync(join(pusher.live, 'conf'))
        pusher.write('conf/app.txt', 'one\n')
      },
    },
  ])
    it(`is taken back where it was killed ${sentence}: the link, and what it leads to, are there`, async () => {
      await replace('one\n')
      const to = await pusher.git('rev-parse', 'HEAD')
      await pusher.git('push', '--quiet', 'origin', `${to}:refs/heads/side`)
      begin()
      const turn = { next: to, pid: 2 ** 30, step: { from, to } }
      writeFileSync(join(pusher.live, '.git/reconcile/turn'), JSON.stringify(turn))
      await pusher.git('reset', '--quiet', '--hard', from)
      await pusher.commit({ 'other/app.txt': 'x' })
      await pushed()
      equal(readlinkSync(join(pusher.live, 'conf')), 'conf-v1')
      deepEqual([pusher.read('conf-v1/app.txt'), await pusher.there('status', '--short')], ['one\n', ''])
    })
})
