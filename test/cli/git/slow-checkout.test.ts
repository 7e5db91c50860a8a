import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import { withRoom } from '../../../cli/git/no-room.ts'
import { hookRepository } from '../../../cli/git/repository.ts'
import { stagePush } from '../../../cli/git/stage.ts'
import { gitText } from '../../../store/git/run-git.ts'
import { whole } from '../../support/share.ts'

describe('a checkout that takes its time', function () {
  this.timeout(120_000)
  let dir: string
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'reconcile-checkout-'))))
  afterEach(() => rmSync(dir, { recursive: true }))

  /** A repository with one commit, and what its hook runs with: a git whose checkouts take so long. */
  const start = async (seconds: number) => {
    const cwd = join(dir, 'live')
    const path = process.env['PATH'] ?? ''
    const own = { PATH: path, HOME: dir, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'ada', GIT_AUTHOR_EMAIL: 'ada@ada' }
    const env = { ...own, GIT_COMMITTER_NAME: 'ada', GIT_COMMITTER_EMAIL: 'ada@ada' }
    const git = (...args: readonly string[]) => gitText({ args, cwd, env })
    mkdirSync(cwd)
    await git('init', '--quiet')
    writeFileSync(join(cwd, 'compose.yaml'), 'services: {}\n')
    await git('add', '--all')
    await git('commit', '--quiet', '-m', 'a change')
    const slow = join(dir, 'slow')
    mkdirSync(slow)
    const script = `#!/bin/sh\nPATH=\${PATH#*:}\ncase "$*" in *checkout-index*) exec sleep ${seconds};; esac\nexec git "$@"\n`
    writeFileSync(join(slow, 'git'), script)
    chmodSync(join(slow, 'git'), 0o755)
    return { cwd, next: await git('rev-parse', 'HEAD'), env: { ...env, PATH: `${slow}:${path}` } }
  }
  const push = { merged: [], untouched: [], written: ['compose.yaml'], removed: [], links: [] }
  const context = { now: () => Date.now() }

  it('and is not done in the end is said so, and not to be of a full disk', async () => {
    const { cwd, next, env } = await start(60)
    const repository = await hookRepository({ env, cwd }, 2_000)
    await rejects(
      withRoom(repository, () => stagePush(repository, context, { ...push, next })),
      (error) => {
        ok(isInstallationError(error))
        match(error.message, /^the push can't be written beside \S+live: git .*: not done within 2 s$/)
        match(error.remedy ?? '', /^it is as it was; look whether its disk or its machine is busy, and push again$/)
        return true
      },
    )
    equal(readdirSync(join(cwd, '.git/reconcile')).length, 0)
  })

  it('takes away what a killed push left an hour ago, and not the turn of one that works for longer', async () => {
    const { cwd, next, env } = await start(0)
    const own = join(cwd, '.git/reconcile')
    mkdirSync(own)
    for (const name of ['turn', 'stage-left']) {
      writeFileSync(join(own, name), '')
      utimesSync(join(own, name), 0, 0)
    }
    const stage = await stagePush(await hookRepository({ env, cwd }), context, { ...push, next })
    await stage.remove()
    deepEqual(readdirSync(own), ['turn'])
  })

  if (whole)
    it('has more of it than a call that only asks', async () => {
      const { cwd, next, env } = await start(32)
      const stage = await stagePush(await hookRepository({ env, cwd }), context, { ...push, next })
      ok(existsSync(stage.at))
      await stage.remove()
    })
})
