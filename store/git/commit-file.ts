import { realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { gitStateOf } from '../source/git-state.ts'
import type { SourceFiles } from '../source/source-files.ts'
import { runGit } from './run-git.ts'

/** The setting of a repository made by `reconcile init --git`: edits stay uncommitted, and its hooks merge them into each push. */
export const OWN_REPOSITORY = 'reconcile.repository'

/** What a command does once it has written a file: commits it, where that is its work tree's way; answers what people should know. */
export type Commit = (message: string) => Promise<string | undefined>

/** Looks, before a file is written, how an edit of it is kept in git: only this file is committed, and only if it was as HEAD has it. */
export async function commitFor(files: SourceFiles, path: string): Promise<Commit> {
  const file = await realpath(path)
  const cwd = dirname(file)
  const nothing: Commit = async () => undefined
  const left =
    (why: string): Commit =>
    async () =>
      `${path} is not committed: ${why}`
  if ((await gitStateOf(files, cwd)) === undefined) return nothing
  const tracked = await runGit({ args: ['ls-files', '--error-unmatch', '--', file], cwd })
  if (tracked.code === 1) return nothing
  if (tracked.code !== 0) return left(firstLine(tracked.err))
  const own = await runGit({ args: ['config', '--type=bool', OWN_REPOSITORY], cwd })
  if (own.out.toString().trim() === 'true') return nothing
  if ((await runGit({ args: ['symbolic-ref', '--quiet', 'HEAD'], cwd })).code !== 0)
    return left('no branch is checked out')
  if ((await runGit({ args: ['diff', '--quiet', 'HEAD', '--', file], cwd })).code !== 0)
    return left('it had changes before that are not committed either')
  return (message) => commit({ path, file, cwd, message })
}

interface Committing {
  readonly path: string
  readonly file: string
  readonly cwd: string
  readonly message: string
}

async function commit({ path, file, cwd, message }: Committing): Promise<string | undefined> {
  const hasName = (await runGit({ args: ['var', 'GIT_COMMITTER_IDENT'], cwd })).code === 0
  const name = hasName ? [] : ['-c', 'user.name=reconcile', '-c', 'user.email=reconcile@localhost']
  const args = [...name, 'commit', '--only', '--quiet', '--no-gpg-sign', '-m', message, '--', file]
  const { code, err } = await runGit({ args, cwd })
  return code === 0 ? undefined : `${path} is not committed: ${firstLine(err)}`
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
