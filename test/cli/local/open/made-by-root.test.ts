import { deepEqual, equal, match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BIN, buildCli, type Cli, type Ended, startCli } from '../../../support/cli.ts'

const NOBODY = 65534
const SHOP = `services:
  web: {image: "busybox:1.36", secrets: [token]}
secrets: {token: {environment: TOKEN}}
`

describe('what root makes in the home of somebody else', function () {
  this.timeout(120_000)
  let cli: Cli

  before(async function () {
    if (process.getuid?.() !== 0) this.skip()
    await buildCli()
  })
  beforeEach(async () => {
    cli = startCli()
    chmodSync(cli.dir, 0o755)
    chownSync(cli.dir, NOBODY, NOBODY)
    cli.write('shop/compose.yaml', SHOP)
    equal((await asNobody('init')).exit, 0)
  })
  afterEach(() => cli.end())

  const asNobody = (...args: readonly string[]) => asNobodyWith({}, ...args)
  const asNobodyWith = (more: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    new Promise<Ended>((resolve) => {
      const options = { env: { ...cli.env, TOKEN: 'of nobody', ...more }, cwd: cli.dir, uid: NOBODY, gid: NOBODY }
      execFile(BIN, [...args], options, (error, out, err) => resolve({ exit: Number(error?.code ?? 0), out, err }))
    })
  const apply = ['apply', '-f', 'shop/compose.yaml', '--no-wait'] as const

  /** All that is there and not of its owner. */
  const foreign = (directory = cli.home): readonly string[] =>
    readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
      const path = join(directory, entry.name)
      const own = lstatSync(path).uid === NOBODY || entry.isSocket() ? [] : [path]
      return entry.isDirectory() ? [...own, ...foreign(path)] : own
    })

  for (const line of [
    ['backup', 'a.tar'],
    ['init'],
    apply,
    ['pause', 'service/nosuch'],
    ['restart', 'service/nosuch'],
    ['delete', 'service/nosuch'],
    ['token', 'create', 'ci', '--role', 'view'],
  ])
    it(`is theirs after ${line.join(' ')}, and they go on`, async () => {
      await cli.runWith({ TOKEN: 'of root' }, ...line)
      equal(foreign().join(), '')
      match((await asNobody('doctor')).out, /^ok +home /m)
      const seen = await asNobody('get', 'all')
      equal(seen.exit, 5, seen.err) // no engine is there
      const own = await asNobody('init')
      equal(own.exit, 0, own.err)
    })

  it('is theirs where a backup takes the place of their home', async () => {
    equal((await cli.run('backup', 'a.tar')).exit, 0)
    const restored = await cli.run('restore', 'a.tar', '--force')
    equal(restored.exit, 0, restored.err)
    equal(foreign().join(), '')
    equal((await asNobody('init')).exit, 0)
  })

  for (const line of [apply, ['restore', 'a.tar']])
    it(`is theirs where ${line[0]} makes their home, and what it is in`, async () => {
      const anew = { RECONCILE_HOME: join(cli.dir, '.local/state/reconcile') }
      equal((await cli.run('backup', 'a.tar')).exit, 0)
      await cli.runWith({ TOKEN: 'of root', ...anew }, ...line)
      equal(foreign(join(cli.dir, '.local')).join(), '')
      const own = await asNobodyWith(anew, 'init')
      equal(own.exit, 0, own.err)
    })

  it('gives nobody what a link leads to', async () => {
    const outside = join(cli.dir, 'outside')
    mkdirSync(outside, { mode: 0o700 })
    writeFileSync(join(outside, 'file'), '', { mode: 0o600 })
    symlinkSync(join(outside, 'file'), join(cli.home, 'audit.link'))
    symlinkSync(outside, join(cli.home, 'secrets/shop'))
    await cli.runWith({ TOKEN: 'of root' }, ...apply)
    equal(lstatSync(outside).uid, 0)
    for (const name of readdirSync(outside)) equal(lstatSync(join(outside, name)).uid, 0)
  })

  for (const part of ['state', 'secrets', 'desired', 'audit'])
    it(`goes where a link of theirs leads for ${part}/ if that is theirs, too, and nowhere else`, async () => {
      const outside = join(cli.dir, 'outside')
      rmSync(join(cli.home, part), { recursive: true, force: true })
      mkdirSync(outside, { mode: 0o755 })
      symlinkSync(outside, join(cli.home, part))
      const { err } = await cli.run(...apply)
      match(err, new RegExp(`${part} is a link to a directory of another user than .*home: root does not follow it`))
      deepEqual([lstatSync(outside).mode & 0o777, readdirSync(outside)], [0o755, []])

      chownSync(outside, NOBODY, NOBODY)
      equal((await cli.run('init')).exit, 0)
      equal(foreign(outside).join(), '')
      equal((await asNobody('init')).exit, 0)
    })

  it('is not taken from a serve of root, which is named, nor in the way once that was killed', async () => {
    const serve = cli.start('serve')
    await serve.says('serving the installation')
    const { exit, out } = await asNobody('doctor')
    equal(exit, 1)
    match(
      out,
      /^failure +lock +reconcile serve \(pid \d+, .*, and user 0 alone may ask it on \S+sock\n.*run reconcile as that user/m,
    )
    await serve.stop('SIGKILL')
    const own = await asNobody('init')
    equal(own.exit, 0, own.err)
    match((await asNobody('doctor')).out, /^ok +home [^]*^ok +lock /m)
  })

  it('is named with whose it is, where it is not this user’s at all', async () => {
    const home = mkdtempSync(join(tmpdir(), 'home-of-root-'))
    mkdirSync(join(home, 'state'))
    for (const line of [['get', 'all'], ['init']]) {
      const { err } = await asNobodyWith({ RECONCILE_HOME: home }, ...line)
      equal(err.split('\nnext: ')[0], `error: ${home} is of user 0, and closed to this one`)
    }
    rmSync(home, { recursive: true })
  })

  it('is named with what gives it back, where an older release left it', async () => {
    await asNobody(...apply)
    const state = join(cli.home, 'state')
    for (const name of readdirSync(state)) if (name.startsWith('log-')) chownSync(join(state, name), 0, 0)
    for (const line of [['get', 'all'], ['init'], ['plan', '-f', 'shop/compose.yaml']]) {
      const { exit, err } = await asNobody(...line)
      equal(exit, 1, err)
      match(err, /^error: .*EACCES.*\nnext: .*as root: chown -R nobody \S+home; then run this again$/m)
    }
    const { exit, out } = await asNobody('doctor')
    equal(exit, 1)
    match(out, /^failure +home +\S+log-\d+ is of user 0, and \S+home of user 65534\n.*chown -R nobody \S+home/m)

    const above = join(cli.dir, '.local')
    mkdirSync(join(above, 'state/reconcile/state'), { recursive: true })
    chmodSync(above, 0o700)
    for (const line of [['get', 'all'], ['init']]) {
      const { err } = await asNobodyWith({ RECONCILE_HOME: join(above, 'state/reconcile') }, ...line)
      match(err, /^error: .*EACCES.*\nnext: .*as root: chown -R nobody \S+\/\.local; then run this again$/m)
    }

    equal((await cli.run('doctor')).exit, 1)
    match((await cli.run('doctor')).out, /chown -R 65534 \S+home/)
  })
})
