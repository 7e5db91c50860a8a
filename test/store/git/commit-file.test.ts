import { equal, match } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commitFor, commitForNew, OWN_REPOSITORY } from '../../../store/git/commit-file.ts'
import { gitText, runGit } from '../../../store/git/run-git.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'

describe('committing what a command wrote', () => {
  let tree = ''
  let file = ''
  const git = (...args: string[]) => gitText({ args, cwd: tree })
  const edit = async () => {
    const commit = await commitFor(diskFiles, file)
    writeFileSync(file, 'a: 2\n')
    return await commit('Scale a to 2')
  }

  beforeEach(async () => {
    tree = mkdtempSync(join(tmpdir(), 'commit-'))
    file = join(tree, 'a.yaml')
    writeFileSync(file, 'a: 1\n')
    writeFileSync(join(tree, 'b.yaml'), 'b: 1\n')
    await git('init', '-q', '-b', 'main')
    await git('config', 'user.name', 'ada')
    await git('config', 'user.email', 'ada@example.org')
    await git('add', '.')
    await git('commit', '-q', '-m', 'first')
  })
  afterEach(() => rmSync(tree, { recursive: true, force: true }))

  it('commits that one file, and leaves what else is changed or staged', async () => {
    writeFileSync(join(tree, 'b.yaml'), 'b: 2\n')
    await git('add', 'b.yaml')
    equal(await edit(), undefined)
    equal(await git('log', '--format=%s %an'), 'Scale a to 2 ada\nfirst ada')
    equal(await git('show', '--name-only', '--format='), 'a.yaml')
    equal(await git('diff', '--cached', '--name-only'), 'b.yaml')
  })

  it('commits no other file that its name would match as a pattern', async () => {
    file = join(tree, 'web*.yaml')
    const other = join(tree, 'web-2.yaml')
    for (const each of [file, other]) writeFileSync(each, 'a: 1\n')
    await git('add', '.')
    await git('commit', '-q', '-m', 'second')
    writeFileSync(other, 'a: 9\n')
    equal(await edit(), undefined)
    equal(await git('show', '--name-only', '--format='), 'web*.yaml')
  })

  it('leaves the edit uncommitted in a repository of our own', async () => {
    await git('config', OWN_REPOSITORY, 'true')
    equal(await edit(), undefined)
    equal(await git('status', '--short'), ' M a.yaml')
  })

  it('does not commit what somebody else left in the file', async () => {
    writeFileSync(file, 'a: 1\nc: 3\n')
    match((await edit()) ?? '', /a\.yaml is not committed: it had changes before/)
    equal(await git('log', '--format=%s'), 'first')
  })

  it('says that no branch is checked out', async () => {
    await git('checkout', '-q', '--detach')
    match((await edit()) ?? '', /no branch is checked out/)
  })

  it('commits that a file is taken away', async () => {
    const commit = await commitFor(diskFiles, file)
    rmSync(file)
    equal(await commit('Delete a'), undefined)
    equal(await git('show', '--name-status', '--format=%s'), 'Delete a\n\nD\ta.yaml')
  })

  it('commits a new file where the one beside it is committed, and says so where git ignores it', async () => {
    const make = async (name: string, beside = file) => {
      const commit = await commitForNew(diskFiles, join(tree, name), beside)
      writeFileSync(join(tree, name), 'n: 1\n')
      return await commit(`Create ${name}`)
    }
    writeFileSync(file, 'a: 1\nc: 3\n')
    equal(await make('n.yaml'), undefined)
    equal(await git('show', '--name-status', '--format=%s'), 'Create n.yaml\n\nA\tn.yaml')
    equal(await git('status', '--short'), ' M a.yaml')
    writeFileSync(join(tree, '.gitignore'), 'i.yaml\nu.yaml\n')
    match((await make('i.yaml')) ?? '', /i\.yaml is not committed: .*ignored/)
    writeFileSync(join(tree, 'u.yaml'), 'u: 1\n')
    equal(await make('o.yaml', join(tree, 'u.yaml')), undefined)
    await git('config', OWN_REPOSITORY, 'true')
    equal(await make('p.yaml'), undefined)
    equal(await git('log', '--format=%s'), 'Create n.yaml\nfirst')
  })

  it('runs none of the hooks of the repository', async () => {
    writeFileSync(join(tree, '.git/hooks/pre-commit'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    equal(await edit(), undefined)
    equal(await git('log', '-1', '--format=%s'), 'Scale a to 2')
  })

  it('does nothing with files that git does not track, and where no work tree is', async () => {
    file = join(tree, 'new.yaml')
    writeFileSync(file, 'a: 1\n')
    equal(await edit(), undefined)
    equal(await git('status', '--short'), '?? new.yaml')
    rmSync(join(tree, '.git'), { recursive: true })
    equal(await edit(), undefined)
    equal((await runGit({ args: ['status'], cwd: tree })).code === 0, false)
  })
})
