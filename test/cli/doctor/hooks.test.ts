import { deepEqual, match } from 'node:assert/strict'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hookChecks } from '../../../cli/doctor/hooks.ts'
import { initRepository, repositoryDirectory } from '../../../cli/git/init-repository.ts'
import type { Context } from '../../../cli/context.ts'

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
    const found = await Promise.all(hookChecks([root]).map((check) => check.look()))
    return found.flat().map(({ level, message, remedy = '' }) => `${level}: ${message} [${remedy}]`)
  }

  it('finds nothing wrong with what init made, and looks at no directory of others', async () => {
    deepEqual(await look(), [`ok: pushes to ${root} are checked and carried out []`])
    deepEqual(hookChecks([dir]), [])
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
})
