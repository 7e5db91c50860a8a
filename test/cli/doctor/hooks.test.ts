import { deepEqual, match } from 'node:assert/strict'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hookChecks } from '../../../cli/doctor/hooks.ts'
import { initRepository, repositoryDirectory } from '../../../cli/git/init-repository.ts'
import type { Context } from '../../../cli/context.ts'
import { gitText } from '../../../store/git/run-git.ts'

describe("the doctor's look at the hooks of a repository that people push to", () => {
  let dir = ''
  let root = ''
  let context: Context

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'doctor-'))
    mkdirSync(join(dir, 'bin'))
    writeFileSync(join(dir, 'bin/reconcile'), '')
    context = { env: {}, cwd: dir, home: join(dir, 'home'), packageDirectory: () => dir } as unknown as Context
    root = await repositoryDirectory(context, 'live')
    await initRepository(context, root, '')
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  const look = async () => {
    const found = await Promise.all(hookChecks([root], context.home).map((check) => check.look()))
    return found.flat().map(({ level, message, remedy = '' }) => `${level}: ${message} [${remedy}]`)
  }

  it('finds nothing wrong with what init made, and looks at no directory of others', async () => {
    deepEqual(await look(), [`ok: pushes to ${root} are checked and carried out []`])
    deepEqual(hookChecks([dir], context.home), [])
  })

  it('tells that git passes all of them over, where core.hooksPath leads elsewhere since', async () => {
    appendFileSync(join(root, '.git/config'), `[core]\n\thooksPath = ${dir}/hooks\n`)
    const [found = ''] = await look()
    match(
      found,
      /^failure: git takes its hooks from \S+\/hooks, as core.hooksPath says, and passes those of \S+live over/,
    )
    match(found, /\[run `reconcile init --git/)
    await initRepository(context, root, '')
    deepEqual(await look(), [`ok: pushes to ${root} are checked and carried out []`])
  })

  it('names a hook that git would pass over, and what one runs that is gone', async () => {
    chmodSync(join(root, '.git/hooks/pre-receive'), 0o644)
    rmSync(join(root, '.git/hooks/post-receive'))
    rmSync(join(dir, 'bin/reconcile'))
    const [found = ''] = await look()
    match(
      found,
      /^failure: \S+pre-receive is not there, or no program; \S+push-to-checkout runs \S+bin\/reconcile, which/,
    )
    match(found, /post-receive is not there.*\[run `reconcile init --git \S+live`, which writes the hooks anew/)
  })

  it('fails with hooks that work on another home, and takes a link to this one for it', async () => {
    const { home } = context
    mkdirSync(home)
    symlinkSync(home, join(dir, "a'link"))
    context = { ...context, home: join(dir, "a'link") }
    await initRepository(context, root, '')
    context = { ...context, home }
    deepEqual(await look(), [`ok: pushes to ${root} are checked and carried out []`])
    rmSync(join(dir, "a'link"))
    deepEqual(await look(), [
      `failure: the hooks of ${root} work on the RECONCILE_HOME ${dir}/a'link, and this is ${home} ` +
        `[run \`reconcile init --git ${root}\` with this RECONCILE_HOME, which writes the hooks anew]`,
    ])
  })

  it('says of a work tree without them, as a clone of the repository is, how it takes pushes', async () => {
    const clone = join(dir, 'clone')
    await gitText({ args: ['clone', '--quiet', root, clone] })
    root = clone
    deepEqual(await look(), [
      `ok: ${clone} is a git work tree with hooks of its own; to make it take pushes, run \`reconcile init --git ${clone}\` []`,
    ])
  })
})
