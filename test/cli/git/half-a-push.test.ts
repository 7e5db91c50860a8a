import { deepEqual, equal, fail, match, ok } from 'node:assert/strict'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pushSettler } from '../../../cli/git/settle-push.ts'
import { realClock } from '../../../clock/real.ts'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { type Kept, keepDirectory, type Pusher, startPusher } from '../../support/pusher.ts'
import { until } from '../../support/until.ts'

const SHOP = 'services:\n  web:\n    image: busybox:1.36\n    scale: 2\n    command: sleep 1d\n'

// No engine answers here: what counts is what a push that did not count leaves.
describe('a push that ends halfway', function () {
  this.timeout(120_000)
  let cli: Cli
  let pusher: Pusher

  let kept: Kept

  before(async () => {
    await buildCli()
    cli = startCli()
    pusher = await startPusher(cli)
    await pusher.commit({ 'shop/compose.yaml': SHOP, 'old/compose.yaml': SHOP })
    equal((await pusher.push()).exit, 0)
    kept = keepDirectory(cli)
  })
  beforeEach(() => kept.putBack())
  afterEach(() => cli.end())
  after(() => kept?.end())

  const status = () => pusher.there('status', '--short')
  const hook = (name: string) => join(pusher.live, '.git/hooks', name)

  /** A change, an addition, a removal, and an edit in the work tree that is to stay. */
  const change = async () => {
    await pusher.commit({
      ...{ 'shop/compose.yaml': SHOP.replace('1d', '2d'), 'new/deep/compose.yaml': SHOP, 'zz/compose.yaml': SHOP },
      'old/compose.yaml': undefined,
    })
    pusher.write('shop/compose.yaml', SHOP.replace('scale: 2', 'scale: 5'))
  }
  const isUnchanged = async () => {
    equal(pusher.read('shop/compose.yaml'), SHOP.replace('scale: 2', 'scale: 5'))
    equal(pusher.read('old/compose.yaml'), SHOP)
    ok(!existsSync(join(pusher.live, 'new')) && !existsSync(join(pusher.live, 'zz')))
    equal(await status(), ' M shop/compose.yaml')
  }
  const isThere = async () => {
    equal(pusher.read('shop/compose.yaml'), SHOP.replace('scale: 2', 'scale: 5').replace('1d', '2d'))
    equal(pusher.read('zz/compose.yaml'), SHOP)
    equal(await status(), ' M shop/compose.yaml')
    equal(readdirSync(join(pusher.live, '.git/reconcile')).length, 0)
  }

  it('is taken back where the disk is full in the middle, and comes when there is room', async () => {
    await change()
    const git = fullDisk('zz/compose.yaml')
    const path = hook('push-to-checkout')
    writeFileSync(path, readFileSync(path, 'utf8').replace('\nif', `\nexport PATH='${git}':"$PATH"\nif`))
    const { exit, err } = await pusher.push()
    equal(exit, 1)
    match(err, /error: the push can't be written into \S+live: .*No space left/)
    match(err, /next: it is as it was; look whether its disk is full \(df -h \S+live\)/)
    await isUnchanged()
    rmSync(git, { recursive: true })
    equal((await pusher.push()).exit, 0)
    await isThere()
  })

  it('is taken back by the next one where its branch could not be moved', async () => {
    const before = await pusher.git('rev-parse', 'HEAD')
    await change()
    const lock = join(pusher.live, '.git/refs/heads/main.lock')
    const { exit } = await withHookThen(`: > '${lock}'`, () => pusher.push())
    equal(exit, 1)
    match((await pusher.push()).err, /main\.lock is there: git is at that branch, or was ended in the middle/)
    rmSync(lock)
    await pusher.git('reset', '--quiet', '--hard', before)
    await pusher.commit({ 'other/compose.yaml': SHOP })
    const other = await pusher.push()
    equal(other.exit, 0, other.err)
    equal(pusher.read('other/compose.yaml'), SHOP)
    await isUnchanged()
  })

  it('is read by no serve: it is under way until its branch is moved, and is taken back where that failed', async () => {
    const said: string[] = []
    const settle = () => pushSettler(realClock, (line) => void said.push(line))(pusher.live)
    const lock = join(pusher.live, '.git/refs/heads/main.lock')
    const [stepped, go] = [join(cli.dir, 'stepped'), join(cli.dir, 'go')]
    await change()
    const waits = `: > '${stepped}'; until [ -e '${go}' ]; do sleep 0.02; done`
    const push = withHookThen(`${waits}; : > '${lock}'`, () => pusher.push())
    await until('it has stepped', () => existsSync(stepped))
    match((await settle()) ?? '', /^a push is being written, and git has not moved the branch yet$/)
    writeFileSync(go, '')
    equal((await push).exit, 1)
    rmSync(lock)
    equal(await settle(), undefined)
    match(said.join(), /^\S+live: took back a push that git did not accept in the end$/)
    await isUnchanged()
    equal((await pusher.push()).exit, 0)
    equal(await settle(), undefined)
    await isThere()
    equal(said.length, 1)
  })

  it('is no matter where its branch was moved, though nothing noted its end', async () => {
    await change()
    const own = join(pusher.live, '.git/reconcile')
    const kept = join(cli.dir, 'turn')
    equal((await withHookThen(`cp '${own}/turn' '${kept}'`, () => pusher.push())).exit, 0)
    cpSync(kept, join(own, 'turn'))
    equal(await pushSettler(realClock, fail)(pusher.live), undefined)
    await isThere()
  })

  for (const force of [[], ['--force']])
    it(`is not begun where another one has come since it was sent, ${force[0] ?? 'not forced'}`, async () => {
      const before = await pusher.git('rev-parse', 'HEAD')
      const [begun, go] = [join(cli.dir, 'begun'), join(cli.dir, 'go')]
      const original = readFileSync(hook('pre-receive'), 'utf8')
      // Another file in its place, as a shell reads on in the one that it began with.
      const replace = (text: string) => {
        writeFileSync(hook('new'), text, { mode: 0o755 })
        renameSync(hook('new'), hook('pre-receive'))
      }
      replace(original.replace('\n', `\n: > '${begun}'; until [ -e '${go}' ]; do sleep 0.02; done\n`))
      await pusher.commit({ 'late/compose.yaml': SHOP, 'old/compose.yaml': undefined })
      const late = pusher.push(...force, 'origin', 'main')
      await until('the late one is sent', () => existsSync(begun))
      replace(original)
      await pusher.git('reset', '--quiet', '--hard', before)
      await pusher.commit({ 'old/compose.yaml': SHOP.replace('1d', '2d') })
      equal((await pusher.push()).exit, 0)
      writeFileSync(go, '')
      const { exit, err } = await late
      equal(exit, 1)
      match(err, /another push came into the work tree first/)
      deepEqual([pusher.read('late/compose.yaml'), await status()], [undefined, ''])
    })

  it('is not joined by another one, however long it takes: who comes second is refused, and leaves nothing', async () => {
    const before = await pusher.git('rev-parse', 'HEAD')
    await change()
    const [stepped, go] = [join(cli.dir, 'stepped'), join(cli.dir, 'go')]
    const first = withHookThen(`: > '${stepped}'; until [ -e '${go}' ]; do sleep 0.02; done`, () => pusher.push())
    await until('the first has stepped', () => existsSync(stepped))
    utimesSync(join(pusher.live, '.git/reconcile/turn'), 1, 1) // it has been at it for long
    await pusher.git('reset', '--quiet', '--hard', before)
    await pusher.commit({ 'second/compose.yaml': SHOP })
    const note = join(pusher.live, `.git/reconcile/base-${await pusher.git('rev-parse', 'HEAD')}`)
    const second = pusher.push()
    await until('the second is checked', () => existsSync(note))
    writeFileSync(go, '')
    equal((await first).exit, 0)
    const { exit, err } = await second
    equal(exit, 1)
    match(err, /another push came into the work tree first/)
    ok(!existsSync(join(pusher.live, 'second')))
    await isThere()
  })

  for (const { whose, text, says } of [
    {
      whose: 'git',
      text: '',
      says: /next: push again; where no git runs there any more, remove \S+live\/\.git\/index\.lock/,
    },
    { whose: 'a hook', text: `reconcile ${2 ** 30}`, says: undefined },
  ])
    it(`is taken back where ${whose} was killed at it and left the index locked`, async () => {
      const from = await pusher.there('rev-parse', 'HEAD')
      await change()
      const to = await pusher.git('rev-parse', 'HEAD')
      await pusher.git('push', '--quiet', 'origin', `${to}:refs/heads/side`)
      rmSync(join(pusher.live, 'old'), { recursive: true })
      pusher.write('zz/compose.yaml', SHOP)
      const [turn, lock] = [join(pusher.live, '.git/reconcile/turn'), join(pusher.live, '.git/index.lock')]
      writeFileSync(turn, JSON.stringify({ next: to, pid: 2 ** 30, step: { from, to } }))
      writeFileSync(lock, text)
      await pusher.git('reset', '--quiet', '--hard', from)
      await pusher.commit({ 'other/compose.yaml': SHOP })
      if (says) {
        match((await pusher.push()).err, says)
        rmSync(lock)
      }
      const { exit, err } = await pusher.push()
      equal(exit, 0, err)
      ok(!existsSync(lock))
      await isUnchanged()
    })

  it('stays where it was whole, and its end alone was not noted: a commit on it in the work tree takes nothing back', async () => {
    const base = await pusher.there('rev-parse', 'HEAD')
    await pusher.commit({ 'shop/compose.yaml': SHOP.replace('1d', '2d') })
    equal((await pusher.push()).exit, 0)
    const next = await pusher.there('rev-parse', 'HEAD')
    const turn = join(pusher.live, '.git/reconcile/turn')
    writeFileSync(turn, JSON.stringify({ next, base, pid: 2 ** 30, step: { from: base, to: next } }))
    await pusher.there('commit', '--quiet', '--allow-empty', '-m', 'by hand')
    await pusher.git('pull', '--quiet', '--rebase', 'origin', 'main')
    await pusher.commit({ 'other/compose.yaml': SHOP })
    equal((await pusher.push()).exit, 0)
    equal(pusher.read('shop/compose.yaml'), SHOP.replace('1d', '2d'))
    equal(await status(), '')
    ok(!existsSync(turn))
  })

  it('is taken back where it was to go back to a commit of before', async () => {
    const base = await pusher.there('rev-parse', 'HEAD')
    await pusher.commit({ 'shop/compose.yaml': SHOP.replace('1d', '2d') })
    equal((await pusher.push()).exit, 0)
    const head = await pusher.there('rev-parse', 'HEAD')
    const turn = { next: base, base: head, pid: 2 ** 30, step: { from: head, to: base } }
    pusher.write('shop/compose.yaml', SHOP)
    writeFileSync(join(pusher.live, '.git/reconcile/turn'), JSON.stringify(turn))
    await pusher.commit({ 'other/compose.yaml': SHOP })
    equal((await pusher.push()).exit, 0)
    equal(pusher.read('shop/compose.yaml'), SHOP.replace('1d', '2d'))
    equal(await status(), '')
  })

  /** Runs something while the push-to-checkout hook does this behind its work. */
  async function withHookThen<T>(line: string, act: () => Promise<T>): Promise<T> {
    const text = readFileSync(hook('push-to-checkout'), 'utf8')
    writeFileSync(hook('push-to-checkout'), `${text.replace(/^exec (.*)$/m, '$1 || exit 1')}${line}\n`)
    try {
      return await act()
    } finally {
      writeFileSync(hook('push-to-checkout'), text)
    }
  }

  /** A git whose checkout writes some files, half of one, and then has no room. */
  function fullDisk(last: string): string {
    const directory = join(cli.dir, 'full')
    mkdirSync(directory)
    const script = `#!/bin/sh
PATH=\${PATH#*:}
case "$*" in *"read-tree -u -m"*)
  git "$@" && printf serv > '${last}' && rm -f "$GIT_DIR/index" && git read-tree HEAD
  echo "error: unable to write file ${last}: No space left on device" >&2; exit 128 ;;
esac
exec git "$@"
`
    writeFileSync(join(directory, 'git'), script)
    chmodSync(join(directory, 'git'), 0o755)
    return directory
  }
})
