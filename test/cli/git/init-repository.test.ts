import { deepEqual, match } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initRepository, repositoryDirectory } from '../../../cli/git/init-repository.ts'
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
})
