import { equal } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gitText } from '../../../store/git/run-git.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Commits a file as a command that edited it does, in a process whose command line has begun. */
const COMMITS = `
  import { writeFileSync } from 'node:fs'
  import { main } from '${ROOT}cli/main.ts'
  import { commitFor } from '${ROOT}store/git/commit-file.ts'
  import { diskFiles } from '${ROOT}store/source/disk/disk-files.ts'
  await main(['version'])
  const commit = await commitFor(diskFiles, process.env.FILE)
  writeFileSync(process.env.FILE, 'a: 2\\n')
  await commit('Scale a to 2')
  process.exit()`

describe('a command that a hook of another repository starts', function () {
  this.timeout(60_000)
  let dir = ''
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'forget-'))))
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  const git = (cwd: string, ...args: string[]) => gitText({ args, cwd: join(dir, cwd) })
  const repository = async (name: string) => {
    await gitText({ args: ['init', '-q', '-b', 'main', name], cwd: dir })
    writeFileSync(join(dir, name, 'compose.yaml'), 'a: 1\n')
    await git(name, 'add', '.')
    await git(name, '-c', 'user.name=ada', '-c', 'user.email=ada@example.org', 'commit', '-q', '-m', 'first')
  }

  it('commits what it edits to the repository that the file is in', async () => {
    for (const name of ['watched', 'other']) await repository(name)
    const env = { ...process.env, GIT_DIR: join(dir, 'other/.git'), FILE: join(dir, 'watched/compose.yaml') }
    const args = ['--import', 'tsx', '--input-type=module', '-e', COMMITS]
    await promisify(execFile)(process.execPath, args, { env: { ...env, RECONCILE_HOME: join(dir, 'home') }, cwd: ROOT })
    equal(await git('watched', 'log', '--format=%s'), 'Scale a to 2\nfirst')
    equal(await git('other', 'log', '--format=%s'), 'first')
  })
})
