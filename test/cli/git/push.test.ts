import { equal, match, ok } from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { type Kept, keepDirectory, type Pusher, startPusher } from '../../support/pusher.ts'
import { inShare } from '../../support/share.ts'

const SHOP = 'services:\n  web:\n    image: busybox:1.36\n    scale: 2\n    command: sleep 1d\n'

// No engine answers here: what is pushed is checked all the same, and refused or taken.
describe('a push to a repository of init --git', function () {
  this.timeout(120_000)
  let cli: Cli
  let pusher: Pusher
  let committed: Kept
  /** Where what is committed was pushed as well. */
  let taken: Kept

  before(async () => {
    await buildCli()
    cli = startCli()
    pusher = await startPusher(cli)
    await pusher.commit({ 'shop/compose.yaml': SHOP })
    committed = keepDirectory(cli)
    await accepted()
    taken = keepDirectory(cli)
  })
  beforeEach(() => committed.putBack())
  afterEach(() => cli.end())
  after(() => {
    committed?.end()
    taken?.end()
  })

  const accepted = async (...args: readonly string[]) => {
    const { exit, err } = await pusher.push(...args)
    equal(exit, 0, err)
    return err
  }
  const refused = async (...args: readonly string[]) => {
    const [head, status] = [await headThere(), await pusher.there('status', '--short')]
    const { exit, err } = await pusher.push(...args)
    equal(exit, 1, err)
    equal(await headThere(), head)
    equal(await pusher.there('status', '--short'), status)
    return err
  }
  const headThere = () => pusher.there('rev-parse', '--quiet', '--verify', 'HEAD').catch(() => 'none')

  it('comes into the work tree, and leaves nothing beside', async () => {
    match(await accepted(), /valid, and can't be planned now: .*no engine listens/)
    equal(pusher.read('shop/compose.yaml'), SHOP)
    equal(await pusher.there('status', '--short'), '')
    equal(readdirSync(join(pusher.live, '.git/reconcile')).length, 0)
  })

  it('is answered with what it declares and its manifests warn of, while a serve reaches no engine', async () => {
    const serve = cli.start('serve')
    await serve.says('serving the installation')
    await pusher.commit({ 'shop/compose.yaml': SHOP.replace('sleep 1d', 'echo $WORD') })
    const err = await accepted()
    match(err, /valid, and can't be planned now: .*no engine listens/)
    match(err, /^Declared:\n\s+warning: shop\/compose\.yaml:5:14: .*the variable WORD is not set/m)
    match(err, /^\s+\+ Service\/shop\/web$/m)
  })

  it('is refused with file, line and column where a manifest is broken, and taken once it is mended', async () => {
    taken.putBack()
    await pusher.commit({ 'shop/compose.yaml': SHOP.replace('image', 'imag') })
    const err = await refused()
    match(err, /^shop\/compose\.yaml:3:11: services\.web\.imag: .*did you mean image\?$/m)
    match(err, /^error: 1 error: the push is refused/m)
    equal(pusher.read('shop/compose.yaml'), SHOP)
    await pusher.commit({ 'shop/compose.yaml': `# mended\n${SHOP}` })
    await accepted()
    equal(pusher.read('shop/compose.yaml'), `# mended\n${SHOP}`)
  })

  it('is checked together with what is in the work tree alone', async () => {
    const text = SHOP.replace('image: busybox:1.36', 'image: ${IMAGE:?it is set in .env}\n    env_file: web.env')
    await pusher.commit({ 'shop/compose.yaml': text })
    match(await refused(), /^shop\/compose\.yaml:3:\d+: .*it is set in \.env/m)
    pusher.write('shop/.env', 'IMAGE=busybox:1.36\n')
    match(await refused(), /web\.env/)
    pusher.write('shop/web.env', 'A=1\n')
    await accepted()
    equal(pusher.read('shop/.env'), 'IMAGE=busybox:1.36\n')
    equal(await pusher.there('status', '--short'), '?? shop/.env\n?? shop/web.env')
  })

  it('keeps what was edited in the work tree, next to what it changes itself', async () => {
    taken.putBack()
    pusher.write('shop/compose.yaml', SHOP.replace('scale: 2', 'scale: 5'))
    const pushed = `# new\n${SHOP.replace('1.36', '1.37').replace('1d', '2d')}`
    await pusher.commit({ 'shop/compose.yaml': pushed, 'other/compose.yaml': SHOP })
    match(await accepted(), /^shop\/compose\.yaml: keeps what the work tree has: services\.web\.scale: 5$/m)
    equal(pusher.read('shop/compose.yaml'), pushed.replace('scale: 2', 'scale: 5'))
    equal(pusher.read('other/compose.yaml'), SHOP)
    equal(await pusher.there('status', '--short'), ' M shop/compose.yaml')
    // The next one knows the edit still, and one that brings it itself ends it.
    await pusher.commit({ 'shop/compose.yaml': pushed.replace('scale: 2', 'scale: 5') })
    await accepted()
    equal(await pusher.there('status', '--short'), '')
  })

  it('leaves edited files alone that it does not touch, staged or not, and lines of other files', async () => {
    const notes = 'one\ntwo\nthree\nfour\nfive\nsix\n'
    await pusher.commit({ 'a/compose.yaml': SHOP, 'notes.txt': notes })
    await accepted()
    pusher.write('a/compose.yaml', SHOP.replace('2', '7'))
    await pusher.there('add', 'a/compose.yaml')
    pusher.write('shop/compose.yaml', SHOP.replace('2', '8'))
    pusher.write('notes.txt', notes.replace('one', 'ONE'))
    await pusher.commit({ 'notes.txt': notes.replace('six', 'SIX') })
    await accepted()
    equal(pusher.read('notes.txt'), notes.replace('one', 'ONE').replace('six', 'SIX'))
    equal(await pusher.there('status', '--short'), 'M  a/compose.yaml\n M notes.txt\n M shop/compose.yaml')
  })

  it('has its own way with a value that was set in the work tree too, and says so', async () => {
    await pusher.commit({ 'other/compose.yaml': SHOP })
    await accepted()
    pusher.write('shop/compose.yaml', SHOP.replace('scale: 2', 'scale: 5'))
    pusher.write('other/compose.yaml', SHOP.replace('scale: 2', 'scale: 6'))
    const pushed = `\n${SHOP.replace('scale: 2', 'scale: 3')}`
    await pusher.commit({ 'shop/compose.yaml': pushed, other: undefined })
    const err = await accepted()
    match(
      err,
      /^shop\/compose\.yaml:5: services\.web\.scale: 3 of the push replaces 5, which was set in the work tree \(2 before\)$/m,
    )
    match(err, /^other\/compose\.yaml:1: goes with the push; services\.web\.scale: 6 was set in the work tree$/m)
    equal(pusher.read('shop/compose.yaml'), pushed)
    equal(pusher.read('other/compose.yaml'), undefined)
    equal(await pusher.there('status', '--short'), '')
  })

  it('is refused where it changes lines that were edited by hand, with the line, and what to do helps', async () => {
    taken.putBack()
    pusher.write('shop/compose.yaml', SHOP.replace('scale: 2', 'scale: 5 # by hand'))
    await pusher.commit({ 'shop/compose.yaml': SHOP.replace('scale: 2', 'scale: 3') })
    const err = await refused()
    match(
      err,
      /^shop\/compose\.yaml:4: the push changes lines that were edited in the work tree, which is not committed$/m,
    )
    match(
      err,
      /next: push it as the work tree has it, or give that up there first: git -C \S+ checkout HEAD -- shop\/compose\.yaml/,
    )
    await pusher.there('checkout', 'HEAD', '--', 'shop/compose.yaml')
    await accepted()
    match(pusher.read('shop/compose.yaml') ?? '', /scale: 3/)
  })

  it('leaves what was declared and deleted in the work tree, until it is of the same file', async () => {
    const other = SHOP.replace('web', 'other')
    await pusher.commit({ 'other/compose.yaml': `name: other\n${other}`, 'a/compose.yaml': SHOP })
    await accepted()
    for (const name of ['other', 'a']) rmSync(join(pusher.live, name), { recursive: true })
    const made = 'apiVersion: reconcile.dev/v1\nkind: Config\nmetadata: { name: page, namespace: shop }\nspec: {}\n'
    pusher.write('shop/config-page.yaml', made.replace('{}', '{ content: hi }'))
    // What is deleted there is no part of what is checked: another stack may have its name.
    await pusher.commit({ 'new/compose.yaml': `name: other\n${other}` })
    await accepted()
    equal(await pusher.there('status', '--short'), ' D a/compose.yaml\n D other/compose.yaml\n?? shop/config-page.yaml')
    await pusher.commit({ 'other/compose.yaml': `name: other\n${other.replace('1d', '2d')}` })
    match(await refused(), /^other\/compose\.yaml: was deleted in the work tree, and the push changes it$/m)
    await pusher.commit({ 'other/compose.yaml': undefined })
    await accepted()
    equal(await pusher.there('status', '--short'), ' D a/compose.yaml\n?? shop/config-page.yaml')
    equal(existsSync(join(pusher.live, 'other')), false)
    await pusher.commit({ 'shop/config-page.yaml': made })
    match(await refused(), /config-page\.yaml: is in the work tree, where git does not know it/)
    await pusher.commit({ 'shop/config-page.yaml': made.replace('{}', '{ content: hi }') })
    await accepted()
    equal(await pusher.there('status', '--short'), ' D a/compose.yaml')
  })

  it('is refused where it takes out a file that was edited by hand', async () => {
    await pusher.commit({ 'other/compose.yaml': SHOP })
    await accepted()
    pusher.write('shop/compose.yaml', `# by hand\n${SHOP}`)
    await pusher.commit({ shop: undefined })
    match(
      await refused(),
      /^shop\/compose\.yaml: was edited in the work tree, which is not committed, and the push takes it out$/m,
    )
  })

  it('never writes over what git does not know, and takes over what is the same', async () => {
    pusher.write('shop/compose.yaml', `# mine\n${SHOP}`)
    match(
      await refused(),
      /^shop\/compose\.yaml: is in the work tree, where git does not know it, and the push has another one$/m,
    )
    pusher.write('shop/compose.yaml', SHOP)
    await accepted()
    equal(await pusher.there('status', '--short'), '')
  })

  it('acts on the branch that is checked out alone, which is not deleted', async () => {
    taken.putBack()
    await pusher.commit({ 'shop/compose.yaml': 'services: [' })
    const kept = await accepted('origin', 'main:try')
    match(
      kept,
      /^try is kept, and changes no host: main is what is checked out in \S+; to make it live: git push origin try:main$/m,
    )
    equal(pusher.read('shop/compose.yaml'), SHOP)
    match(
      await refused('origin', ':main'),
      /main: is what the hosts are made equal to.*\n.*serve --unwatch \S+\/live --delete$/m,
    )
  })

  it('goes back with a forced push', async () => {
    taken.putBack()
    await pusher.commit({ 'shop/compose.yaml': SHOP.replace('2', '3'), 'more/compose.yaml': SHOP })
    await accepted()
    await pusher.git('reset', '--quiet', '--hard', 'HEAD^')
    match((await pusher.push()).err, /non-fast-forward|fetch first/)
    await accepted('--force', 'origin', 'main')
    equal(pusher.read('shop/compose.yaml'), SHOP)
    equal(pusher.read('more/compose.yaml'), undefined)
  })

  it('is refused with the reason for submodules, nested trees, LFS pointers and links that lead out', async () => {
    taken.putBack()
    const commit = await pusher.git('rev-parse', 'HEAD')
    await pusher.git('update-index', '--add', '--cacheinfo', `160000,${commit},vendor/sub`)
    await pusher.git('commit', '--quiet', '-m', 'sub')
    match(await refused(), /^vendor\/sub: is a submodule: .*\n\s*next: put its files into this repository/m)
    await pusher.git('reset', '--quiet', '--hard', 'HEAD^')

    mkdirSync(join(pusher.live, 'inner/.git'), { recursive: true })
    await pusher.commit({ 'inner/compose.yaml': SHOP })
    match(await refused(), /^inner: is a git work tree of its own in /m)
    await pusher.git('reset', '--quiet', '--hard', 'HEAD^')

    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'
    await pusher.commit({ 'big.yaml': pointer })
    match(
      await refused(),
      /^big\.yaml:1: is a Git LFS pointer.*\n\s*next: take it out of LFS: git lfs untrack big\.yaml/m,
    )
    await pusher.git('reset', '--quiet', '--hard', 'HEAD^')

    await pusher.commit({ 'shop/token': pointer })
    match(
      await accepted(),
      /^warning: shop\/token is a Git LFS pointer: what is made of it has the pointer's few lines/m,
    )

    await pusher.commit({ 'README.md': 'links' })
    await pusher.git('config', 'core.symlinks', 'false')
    await pusher.git('update-index', '--add', '--cacheinfo', `120000,${await hashed('/etc/host.yaml')},out.yaml`)
    await pusher.git('commit', '--quiet', '-m', 'link')
    match(await refused(), /^out\.yaml:1:1: leads (nowhere|out of its root)/m)
  })

  it('loses nothing when it overtakes another one between its check and its checkout', async () => {
    taken.putBack()
    const first = await pusher.git('rev-parse', 'HEAD')
    await pusher.commit({ 'shop/compose.yaml': SHOP.replace('2', '3') })
    const next = await pusher.git('rev-parse', 'HEAD')
    await accepted()
    checkedAgainst(next, first)
    const env = { GIT_DIR: join(pusher.live, '.git') }
    const { exit, err } = await cli.runWith(env, 'git-hook', 'push-to-checkout', next)
    equal(exit, 2)
    match(err, /another push came into the work tree first/)
    equal(existsSync(join(pusher.live, `.git/reconcile/base-${next}`)), false)
  })

  it('writes through no link that it brings', async () => {
    taken.putBack()
    pusher.write('shop/deep/.env', 'A=1\n')
    const outside = join(cli.dir, 'outside')
    mkdirSync(outside)
    await pusher.commit({ shop: undefined })
    await pusher.git('update-index', '--add', '--cacheinfo', `120000,${await hashed(outside)},shop`)
    await pusher.git('commit', '--quiet', '-m', 'link')
    match(await refused(), /^shop: is a directory in the work tree, and a file or link in the push$/m)
    equal(readdirSync(outside).length, 0)
  })

  it('brings a file where a directory was once that is gone, as the refusal says', async () => {
    await pusher.commit({ 'shop/pages/a.txt': 'a' })
    await accepted()
    await pusher.commit({ 'shop/pages': undefined })
    const gone = await pusher.git('rev-parse', 'HEAD')
    await pusher.commit({ 'shop/pages': 'a' })
    match(
      await refused(),
      /^shop\/pages: is a directory .*\n\s*next: push that it goes first, and shop\/pages after that;/m,
    )
    await accepted('origin', `${gone}:main`)
    await accepted()
    equal(pusher.read('shop/pages'), 'a')
  })

  it('loses no edit wherever its checkout is killed: the next one ends it', async () => {
    taken.putBack()
    const edited = SHOP.replace('scale: 2', 'scale: 5')
    await pusher.commit({ 'shop/compose.yaml': SHOP.replace('1d', '2d'), 'more/compose.yaml': SHOP })
    const [next, base] = [await pusher.git('rev-parse', 'HEAD'), await headThere()]
    await accepted('origin', 'main:try')
    pusher.write('shop/compose.yaml', edited)
    const merged = edited.replace('1d', '2d')
    const env = { GIT_DIR: join(pusher.live, '.git'), PATH: `${deadlyGit()}:${process.env['PATH']}` }
    const seen: string[] = []
    let calls = 1
    for (let exit = -1; exit !== 0; calls += inShare(10, 1)) {
      checkedAgainst(next, base)
      exit = (
        await cli.runWith(
          { ...env, DIES_AT: String(calls), TALLY: join(cli.dir, `tally-${calls}`) },
          'git-hook',
          'push-to-checkout',
          next,
        )
      ).exit
      const text = pusher.read('shop/compose.yaml') ?? ''
      seen.push(text)
      ok([edited, merged].includes(text), text)
      ok(calls < 40, 'it ends some time')
    }
    ok(calls > 10 && seen.includes(edited), `${calls} calls`)
    equal(pusher.read('shop/compose.yaml'), merged)
    equal(pusher.read('more/compose.yaml'), SHOP)
    await pusher.there('update-ref', 'HEAD', next)
    equal(await pusher.there('status', '--short'), ' M shop/compose.yaml')
    match(await pusher.there('diff', '-U0'), /-    scale: 2\n\+    scale: 5$/)
  })

  /** What pre-receive notes of a push that it takes. */
  function checkedAgainst(next: string, base: string): void {
    mkdirSync(join(pusher.live, '.git/reconcile'), { recursive: true })
    writeFileSync(join(pusher.live, `.git/reconcile/base-${next}`), base)
  }

  /** A git that kills whoever calls it for the so manieth time, and does nothing then. */
  function deadlyGit(): string {
    const directory = join(cli.dir, 'deadly')
    mkdirSync(directory)
    // Several run at once: a directory is made by one of them alone.
    const script = `#!/bin/sh
mkdir -p "$TALLY"
call=1
until mkdir "$TALLY/$call" 2>/dev/null; do call=$((call + 1)); done
[ "$call" = "$DIES_AT" ] && kill -9 $PPID && exit 1
PATH=\${PATH#*:} exec git "$@"
`
    writeFileSync(join(directory, 'git'), script)
    chmodSync(join(directory, 'git'), 0o755)
    return directory
  }

  async function hashed(text: string): Promise<string> {
    const file = join(pusher.clone, 'target')
    writeFileSync(file, text)
    return await pusher.git('hash-object', '-w', file)
  }

  it('is set up beside a serve, which is told to watch it', async () => {
    const serve = cli.start('serve')
    await serve.says('serving the installation')
    const known = await cli.run('init', '--git', 'live')
    equal(known.exit, 0, known.err)
    match(known.out, /next: the serve that runs watches it/)
    const made = await cli.run('init', '--git', 'second')
    equal(made.exit, 0, made.err)
    match(made.out, /next: a serve runs, and does not watch it yet: end it, and start it with --watch \S+second/)
    match((await cli.run('init', '--git', 'live/shop')).err, /is inside of the git work tree/)
  })

  it('does what it did when the repository is set up again, and names what can be none', async () => {
    const hook = join(pusher.live, '.git/hooks/pre-receive')
    const before = readFileSync(hook, 'utf8')
    writeFileSync(hook, `${before}# spoiled\n`)
    equal((await cli.run('init', '--git', 'live')).exit, 0)
    equal(readFileSync(hook, 'utf8'), before)
    for (const [path, why] of [
      ['live/inside', /is inside of the git work tree/],
      ['clone/.git', /is where a repository keeps its objects/],
    ] as const) {
      const { exit, err } = await cli.run('init', '--git', path)
      equal(exit, 2, err)
      match(err, why)
    }
    writeFileSync(hook, '#!/bin/sh\n')
    match((await cli.run('init', '--git', 'live')).err, /pre-receive is there, and not by reconcile/)
    await cli.run('init', '--git', 'outer/inner')
    const nested = await cli.run('init', '--git', 'outer')
    equal(nested.exit, 2)
    match(nested.err, /is inside of .*outer, which is watched too/)
    ok(!existsSync(join(cli.dir, 'outer/.git')))
  })
})
