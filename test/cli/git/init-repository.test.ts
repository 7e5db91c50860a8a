import { deepEqual, equal, match, notEqual, rejects } from 'node:assert/strict'
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initRepository, repositoryDirectory } from '../../../cli/git/init-repository.ts'
import { gitText, runGit } from '../../../store/git/run-git.ts'
import type { Context } from '../../../cli/context.ts'

describe('what init --git says is to be done next', () => {
  let dir = ''

  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'init-'))))
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  async function steps(): Promise<readonly string[]> {
    const context = { env: {}, cwd: dir, home: join(dir, 'home'), packageDirectory: () => dir } as unknown as Context
    return await initRepository(context, await repositoryDirectory(context, 'live'), 'run it')
  }

  it('keeps secrets out of the first commit of what is there', async () => {
    mkdirSync(join(dir, 'live'))
    writeFileSync(join(dir, 'live/.env'), 'TOKEN=x\n')
    const [, ignore = '', commit = ''] = await steps()
    match(ignore, /^next: name \.env and all that is secret in \S+\/live\/\.gitignore, /)
    match(commit, /git -C \S+ add \. && git -C \S+ commit -m first$/)
  })

  it('says nothing of a commit where nothing is there', async () => {
    const said = await steps()
    deepEqual([said.length, said.filter((line) => line.includes('commit'))], [3, []])
  })

  it('says nothing of a first commit where there is one, however git keeps its branches', async () => {
    await steps()
    writeFileSync(join(dir, 'live/compose.yaml'), 'services: {}\n')
    const git = (...args: readonly string[]) => gitText({ args: [...IDENTITY, ...args], cwd: join(dir, 'live') })
    await git('add', '.')
    await git('commit', '--quiet', '-m', 'first')
    await git('pack-refs', '--all')
    deepEqual(
      (await steps()).filter((line) => line.includes('commit')),
      [],
    )
  })
})

const IDENTITY = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org'] as const

describe('init --git that is ended halfway', () => {
  let dir = ''

  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'init-'))))
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  const init = async () => {
    const context = { env: {}, cwd: dir, home: join(dir, 'home'), packageDirectory: () => dir } as unknown as Context
    await initRepository(context, await repositoryDirectory(context, 'live'), 'run it')
  }
  const hooks = () => join(dir, 'live/.git/hooks')

  it('takes no push yet: git would bring one in that no hook looked at', async () => {
    await init()
    await gitText({ args: ['config', '--unset', 'receive.denyCurrentBranch'], cwd: join(dir, 'live') })
    rmSync(hooks(), { recursive: true })
    writeFileSync(hooks(), '')
    await rejects(init())
    const { code } = await runGit({ args: ['config', 'receive.denyCurrentBranch'], cwd: join(dir, 'live') })
    equal(code, 1)
  })

  it('leaves no half a hook, nor changes one that runs', async () => {
    await init()
    const [hook, runs] = [join(hooks(), 'pre-receive'), join(dir, 'runs')]
    linkSync(hook, runs)
    const before = statSync(runs)
    await init()
    deepEqual([statSync(runs).ino, statSync(runs).mtimeMs], [before.ino, before.mtimeMs])
    notEqual(statSync(hook).ino, before.ino)
    deepEqual(
      readdirSync(hooks()).filter((name) => !name.endsWith('.sample')),
      ['post-receive', 'pre-receive', 'push-to-checkout'],
    )
    equal(statSync(hook).mode & 0o777, 0o755)
  })
})
