import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exits, type InstallationError } from '../../../../api/v1/installation/installation-error.ts'
import { realClock } from '../../../../clock/real.ts'
import { seededRandom } from '../../../../clock/random.ts'
import { create } from '../../../../cli/commands/token.ts'
import type { Context } from '../../../../cli/context.ts'
import { openState } from '../../../../cli/local/open/open-state.ts'

const open = (home: string) =>
  openState({
    ...{ clock: realClock, random: seededRandom(1), command: 'a test', home, waitMs: 0 },
    onWait: () => undefined,
    onTorn: () => undefined,
    signal: new AbortController().signal,
  })

describe('a RECONCILE_HOME that can not be made', () => {
  const dir = mkdtempSync(join(tmpdir(), 'home-'))
  after(() => rmSync(dir, { recursive: true, force: true }))
  writeFileSync(join(dir, 'file'), '')

  it('of a path too long for a socket is a wrong setting, with what to do, before anything works', async () => {
    await rejects(open(join(dir, 'x'.repeat(100))), (error: InstallationError) => {
      equal(error.exit, exits.usage)
      match(error.message, /bytes too long for a unix socket/)
      match(error.remedy ?? '', /^set RECONCILE_HOME to a shorter path/)
      return true
    })
  })

  for (const [what, home] of [
    ['on a file system that takes none', '/proc/x'],
    ['below a file', join(dir, 'file/home')],
  ] as const)
    it(`${what} is a wrong setting, with what to do`, async () => {
      await rejects(open(home), (error: InstallationError) => {
        equal(error.exit, exits.usage)
        match(error.message, new RegExp(`^making ${home}: `))
        match(error.remedy ?? '', /set RECONCILE_HOME to a directory/)
        return true
      })
    })
})

describe('a RECONCILE_HOME on a file system that is not written to any more', () => {
  it('is to be written again, and no other one made: that would know nothing of what this has', async () => {
    const home = mkdtempSync(join(tmpdir(), 'home-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', home])
    try {
      mkdirSync(join(home, 'state'))
      execFileSync('mount', ['-o', 'remount,ro', home])
      await rejects(open(home), (error: InstallationError) => {
        match(error.message, /read-only file system/)
        match(error.remedy ?? '', /^mount its file system so that it can be written again$/)
        return true
      })
    } finally {
      execFileSync('umount', [home])
      rmSync(home, { recursive: true })
    }
  })
})

describe('a RECONCILE_HOME that is there', () => {
  let home: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'home-'))
    chmodSync(home, 0o755)
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))
  const mode = () => statSync(home).mode & 0o777

  it('is left alone while only a part of a backup is there', async () => {
    for (const name of ['.restoring', 'desired']) mkdirSync(join(home, name))
    await rejects(open(home), (error: InstallationError) => {
      equal(error.exit, exits.usage)
      match(error.message, /has only a part of a backup: a restore is at work, or was ended in the middle$/)
      return true
    })
    deepEqual(readdirSync(home).sort(), ['.restoring', 'desired'])
  })

  it('is left alone where others use it', async () => {
    writeFileSync(join(home, 'a-file'), '')
    await rejects(open(home), (error: InstallationError) => {
      equal(error.exit, exits.usage)
      match(error.message, /is no RECONCILE_HOME, and not empty: it has a-file/)
      match(error.remedy ?? '', /a directory of its own/)
      return true
    })
    deepEqual([mode(), readdirSync(home)], [0o755, ['a-file']])
  })

  it('is left alone by a token that is made where others use it, too', async () => {
    writeFileSync(join(home, 'a-file'), '')
    const context = { home, env: {}, now: () => 0, terminal: { print() {}, complain() {} } } as unknown as Context
    await rejects(create(context, 'ci', { role: 'view' }), { exit: exits.usage, message: /is no RECONCILE_HOME/ })
    deepEqual([mode(), readdirSync(home)], [0o755, ['a-file']])
    rmSync(join(home, 'a-file'))
    equal(await create(context, 'ci', { role: 'view' }), exits.converged)
    equal(mode(), 0o700)
  })

  for (const [what, part] of [
    ['is empty', undefined],
    ['is a disk of its own', 'lost+found'],
    ['lost its state', 'desired'],
  ] as const)
    it(`becomes one, for its owner alone, where it ${what}`, async () => {
      if (part !== undefined) mkdirSync(join(home, part))
      await (await open(home)).close()
      equal(mode(), 0o700)
    })
})
