import { deepEqual, equal, match } from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { realClock } from '../../../clock/real.ts'
import { acquireLock } from '../../../store/lock/lock.ts'
import { BIN, buildCli, type Cli, startCli } from '../../support/cli.ts'

describe('backup and restore, without an engine', function () {
  this.timeout(60_000)
  let cli: Cli
  let other: string
  const token = 'home/secrets/shop/token'
  const restore = (...args: readonly string[]) => cli.runWith({ RECONCILE_HOME: other }, 'restore', ...args)

  before(buildCli)
  beforeEach(async () => {
    cli = startCli()
    other = join(cli.dir, 'other')
    const made = await cli.run('init', '--installation', 'laptop')
    equal(made.exit, 0, made.err)
    cli.write(token, 'hunter2')
  })
  afterEach(() => cli.end())

  const sound = async (...args: readonly string[]) => {
    const { exit, out, err } = await cli.run('backup', ...args)
    equal(exit, 0, out + err)
  }

  it('take an installation to another home, name, key, secrets and all', async () => {
    await sound('a.tar')
    equal(statSync(join(cli.dir, 'a.tar')).mode & 0o777, 0o600)
    const restored = await restore('a.tar')
    equal(restored.exit, 0, restored.err)
    match(restored.out, /other is the installation laptop as of 20/)
    for (const file of ['secrets/shop/token', 'secrets/.key', 'state/content-key'])
      deepEqual(readFileSync(join(other, file)), readFileSync(join(cli.home, file)))
    const again = await cli.runWith({ RECONCILE_HOME: other }, 'init')
    match(again.out, /as the installation laptop/)
  })

  it('are made of a read-only file system, as a snapshot is, without a lock', async function () {
    if (process.getuid?.() !== 0) this.skip() // mounting it needs root
    const state = join(cli.home, 'state')
    const backup = async () => {
      const args = ['-m', 'sh', '-c', READ_ONLY, BIN, 'backup', join(cli.dir, 'a.tar')]
      const child = spawn('unshare', args, { env: { ...process.env, RECONCILE_HOME: cli.home }, stdio: 'pipe' })
      const [err, [exit]] = await Promise.all([text(child.stderr), once(child, 'exit')])
      return { err, exit }
    }
    const holder = { pid: process.pid, command: 'reconcile command', startedAt: new Date().toISOString() }
    const lock = await acquireLock({ dir: state, waitMs: 0, holder, clock: realClock })
    const held = await backup()
    await lock.release()
    deepEqual([held.exit, /another reconcile works on \S+, which is read-only here/.test(held.err)], [1, true])
    const before = readdirSync(state)
    deepEqual(await backup(), { err: '', exit: 0 })
    deepEqual(readdirSync(state), before)
    match((await restore('a.tar')).out, /other is the installation laptop as of 20/)
  })

  it('fail where what they are piped to has ended', async () => {
    const env = { ...process.env, RECONCILE_HOME: cli.home }
    const child = spawn(BIN, ['backup', '-'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    const [err, [exit]] = await Promise.all([text(child.stderr), once(child, 'exit')])
    equal(exit, 1, err)
    match(err, /^error: standard output can't be written: .*EPIPE\nnext: see why what it goes to ended/)
  })

  it('replace a backup that is there only when the new one is whole', async () => {
    cli.write('a.tar', 'the one before')
    mkdirSync(join(cli.home, 'secrets/odd'))
    symlinkSync('/etc/passwd', join(cli.home, 'secrets/odd/link'))
    const { exit, err } = await cli.run('backup', 'a.tar')
    equal(exit, 1)
    match(err, /secrets\/odd\/link: it is no regular file/)
    equal(readFileSync(join(cli.dir, 'a.tar'), 'utf8'), 'the one before')
    deepEqual(readdirSync(cli.dir).sort(), ['a.tar', 'home'])
  })

  it('are written where a link leads to, and never in the place of a pipe', async () => {
    cli.write('kept/a.tar', 'the one before')
    symlinkSync('kept/a.tar', join(cli.dir, 'link.tar'))
    await sound('link.tar')
    equal(readlinkSync(join(cli.dir, 'link.tar')), 'kept/a.tar')
    equal((await restore('kept/a.tar')).exit, 0)
    execFileSync('mkfifo', [join(cli.dir, 'pipe')])
    const { exit, err } = await cli.run('backup', 'pipe')
    equal(exit, 2, err)
    match(err, /error: pipe: that is no regular file, .*\nnext: name a regular file, or - for standard output/)
    equal(statSync(join(cli.dir, 'pipe')).isFIFO(), true)
  })

  it('leave a home alone that is not empty, unless told to move it beside', async () => {
    await sound('a.tar')
    mkdirSync(other)
    equal((await restore('a.tar')).exit, 0)
    writeFileSync(join(other, 'secrets/shop/token'), 'newer')
    const refused = await restore('a.tar')
    equal(refused.exit, 1)
    match(refused.err, /other is not empty\nnext: .*--force/)
    equal(readFileSync(join(other, 'secrets/shop/token'), 'utf8'), 'newer')
    const forced = await restore('--force', 'a.tar')
    equal(forced.exit, 0, forced.err)
    equal(readFileSync(join(other, 'secrets/shop/token'), 'utf8'), 'hunter2')
    const [, aside = ''] = /what was there is in (.*)/.exec(forced.out) ?? []
    equal(readFileSync(join(aside, 'secrets/shop/token'), 'utf8'), 'newer')
  })

  it('write nothing of a backup that is damaged', async () => {
    await sound('a.tar')
    truncateSync(join(cli.dir, 'a.tar'), 4000)
    const { exit, err } = await restore('a.tar')
    equal(exit, 1)
    match(err, /the backup is damaged: .*\nnext: .*nothing was written/)
    deepEqual(readdirSync(cli.dir).sort(), ['a.tar', 'home'])
    const none = await restore('b.tar')
    equal(none.exit, 2)
    match(none.err, /reading b\.tar: .*\nnext: name a file that `reconcile backup` wrote/)
  })

  it('wait for who has the state, and name them', async () => {
    await sound('a.tar')
    const holder = { pid: process.pid, command: 'reconcile serve', startedAt: new Date().toISOString() }
    const lock = await acquireLock({ dir: join(cli.home, 'state'), waitMs: 0, holder, clock: realClock })
    try {
      for (const args of [
        ['backup', 'b.tar'],
        ['restore', '--force', 'a.tar'],
      ]) {
        const { exit, err } = await cli.run(...args, '--wait', '1s')
        equal(exit, 1)
        match(err, /^waiting up to 1 s for reconcile serve \(pid \d+, since [^)]*\), which has .*\/home$/m)
        match(err, /\nnext: wait for the other one, or end it$/m)
      }
      deepEqual(readdirSync(cli.dir).sort(), ['a.tar', 'home'])
    } finally {
      await lock.release()
    }
  })

  it('refuse before any work what is no file to write, and what is no duration', async () => {
    mkdirSync(join(cli.dir, 'directory'))
    const before = readdirSync(join(cli.home, 'state/lock'))
    for (const [args, why] of [
      [[''], /error: the name of the file is empty\nnext: name one, as reconcile\.tar, or - for standard output/],
      [['directory'], /error: directory is a directory\nnext: name a file, as directory\/reconcile\.tar/],
      [['--wait', 'banana', 'a.tar'], /error: --wait banana: not a duration/],
    ] as const) {
      const { exit, err } = await cli.run('backup', ...args)
      equal(exit, 2, err)
      match(err, why)
    }
    deepEqual(readdirSync(join(cli.home, 'state/lock')), before)
    deepEqual(readdirSync(cli.dir).sort(), ['directory', 'home'])
  })

  it('say so where there is nothing to back up', async () => {
    const { exit, err } = await cli.runWith({ RECONCILE_HOME: other }, 'backup', 'a.tar')
    equal(exit, 1)
    match(err, /there is nothing to back up: .*other is not there/)
    deepEqual(readdirSync(cli.dir), ['home'])
  })
})

/** Makes RECONCILE_HOME read-only for a command, in its own namespace of mounts. */
const READ_ONLY =
  'mount --bind "$RECONCILE_HOME" "$RECONCILE_HOME" && mount -o remount,bind,ro "$RECONCILE_HOME" && exec "$0" "$@"'
