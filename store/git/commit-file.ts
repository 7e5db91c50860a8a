import { realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { gitStateOf } from '../source/disk/git-state.ts'
import type { SourceFiles } from '../source/disk/source-files.ts'
import { type GitAnswer, runGit } from './run-git.ts'

/** The setting of a repository made by `reconcile init --git`: edits stay uncommitted, and its hooks merge them into each push. */
export const OWN_REPOSITORY = 'reconcile.repository'

/** What a command does once it has written a file: commits it, where that is its work tree's way; answers what people should know. */
export type Commit = (message: string) => Promise<string | undefined>

/**
 * Looks, before a file is written or taken away, how that is kept in git: only this file is committed, and only if it was as HEAD has it.
 */
export async function commitFor(files: SourceFiles, path: string): Promise<Commit> {
  const file = await realpath(path)
  const cwd = dirname(file)
  const way = await wayOf(files, file)
  if (way !== 'commit') return leave(path, way)
  if ((await git(cwd, ['diff', '--quiet', 'HEAD', '--', file])).code !== 0)
    return leave(path, { left: 'it had changes before that are not committed either' })
  return (message) => commit({ path, file, cwd, message })
}

/** The same of a file that is not there yet: it is kept as the one beside it is. */
export async function commitForNew(files: SourceFiles, path: string, beside: string): Promise<Commit> {
  const cwd = await realpath(dirname(path))
  const way = await wayOf(files, await realpath(beside))
  if (way !== 'commit') return leave(path, way)
  const file = join(cwd, basename(path))
  return async (message) => {
    const { code, err } = await git(cwd, ['add', '--', file])
    return code === 0 ? await commit({ path, file, cwd, message }) : notCommitted(path, err)
  }
}

/** A path is that one file's, whatever it would match as a pattern. */
function git(cwd: string, args: readonly string[]): Promise<GitAnswer> {
  return runGit({ args: ['--literal-pathspecs', ...args], cwd })
}

/** What becomes of edits of a file: they are committed, left with a word why, or none of git's business. */
type Way = 'commit' | 'nothing' | { readonly left: string }

async function wayOf(files: SourceFiles, file: string): Promise<Way> {
  const cwd = dirname(file)
  if ((await gitStateOf(files, cwd)) === undefined) return 'nothing'
  const tracked = await git(cwd, ['ls-files', '--error-unmatch', '--', file])
  if (tracked.code === 1) return 'nothing'
  if (tracked.code !== 0) return { left: firstLine(tracked.err) }
  const own = await git(cwd, ['config', '--type=bool', OWN_REPOSITORY])
  if (own.out.toString().trim() === 'true') return 'nothing'
  const branch = await git(cwd, ['symbolic-ref', '--quiet', 'HEAD'])
  return branch.code === 0 ? 'commit' : { left: 'no branch is checked out' }
}

function leave(path: string, way: Exclude<Way, 'commit'>): Commit {
  return async () => (way === 'nothing' ? undefined : notCommitted(path, way.left))
}

interface Committing {
  readonly path: string
  readonly file: string
  readonly cwd: string
  readonly message: string
}

async function commit({ path, file, cwd, message }: Committing): Promise<string | undefined> {
  const hasName = (await git(cwd, ['var', 'GIT_COMMITTER_IDENT'])).code === 0
  const name = hasName ? [] : ['-c', 'user.name=reconcile', '-c', 'user.email=reconcile@localhost']
  const args = [...name, 'commit', '--only', '--quiet', '--no-gpg-sign', '-m', message, '--', file]
  const { code, err } = await git(cwd, args)
  return code === 0 ? undefined : notCommitted(path, err)
}

function notCommitted(path: string, why: string): string {
  return `${path} is not committed: ${firstLine(why)}`
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
