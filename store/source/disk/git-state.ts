import { dirname, join, resolve } from 'node:path'
import type { SourceFiles } from './source-files.ts'

/** The state of a git work tree. */
export interface GitState {
  /** The checked-out commit; empty before the first one. */
  readonly head: string
  /** The git operation in progress, if any, and what ends it: the tree is then neither the old state nor the new one. */
  readonly busy?: string
  /** The path of HEAD: a moved HEAD changes this file or others beside it. */
  readonly headFile: string
}

/** The state of the work tree that contains a directory; undefined where there is none. Only reads git's files: starts no process. */
export async function gitStateOf(files: SourceFiles, directory: string): Promise<GitState | undefined> {
  const gitDirectory = await findGitDirectory(files, directory)
  if (gitDirectory === undefined) return undefined
  const head = await headOf(files, gitDirectory)
  const headFile = join(gitDirectory, 'HEAD')
  for (const [name, doing, end] of unfinished) {
    if (await exists(files, join(gitDirectory, name)))
      return { head, headFile, busy: `${doing} (${join(gitDirectory, name)}): ${end}` }
  }
  return { head, headFile }
}

/** What git leaves while it works, what it does then, and how a person ends it. */
const unfinished = [
  ['index.lock', 'git is writing the work tree', 'where no git runs there any more, one was killed: remove that file'],
  ['rebase-merge', 'a rebase is in progress', '`git rebase --continue` or `--abort` there ends it'],
  ['rebase-apply/applying', '`git am` is in progress', '`git am --continue` or `--abort` there ends it'],
  ['rebase-apply', 'a rebase is in progress', '`git rebase --continue` or `--abort` there ends it'],
  ['MERGE_HEAD', 'a merge is in progress', '`git commit` or `git merge --abort` there ends it'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick is in progress', '`git cherry-pick --continue` or `--abort` there ends it'],
  ['REVERT_HEAD', 'a revert is in progress', '`git revert --continue` or `--abort` there ends it'],
  ['BISECT_LOG', 'a bisect is in progress', '`git bisect reset` there ends it'],
] as const

async function findGitDirectory(files: SourceFiles, directory: string): Promise<string | undefined> {
  // The directory may be a link into a work tree.
  const real = await files.realpath(directory).catch(() => resolve(directory))
  for (let at = real; ; at = dirname(at)) {
    const found = await gitDirectoryIn(files, at)
    if (found !== undefined || at === dirname(at)) return found
  }
}

async function gitDirectoryIn(files: SourceFiles, directory: string): Promise<string | undefined> {
  const path = join(directory, '.git')
  try {
    if ((await files.stat(path)).kind === 'directory') return path
    // In a linked work tree and in a submodule, .git is a file that names the directory.
    const pointed = (await textOf(files, path)).match(/^gitdir: (.+)$/m)?.[1]
    return pointed === undefined ? undefined : resolve(directory, pointed)
  } catch {
    return undefined
  }
}

async function headOf(files: SourceFiles, gitDirectory: string): Promise<string> {
  const head = await textOf(files, join(gitDirectory, 'HEAD'))
  const ref = head.match(/^ref: (.+)$/)?.[1]
  if (ref === undefined) return head
  const common = await textOf(files, join(gitDirectory, 'commondir'))
  const home = resolve(gitDirectory, common)
  const loose = await textOf(files, join(home, ref))
  return loose === '' ? packedRef(await textOf(files, join(home, 'packed-refs')), ref) : loose
}

function packedRef(packed: string, ref: string): string {
  const line = packed.split('\n').find((each) => each.endsWith(` ${ref}`))
  return line === undefined ? '' : line.slice(0, line.indexOf(' '))
}

/** The text of one of git's small files; empty when it can't be read. */
async function textOf(files: SourceFiles, path: string): Promise<string> {
  try {
    return Buffer.from(await files.read(path, 5_000_000))
      .toString('utf8')
      .trim()
  } catch {
    return ''
  }
}

async function exists(files: SourceFiles, path: string): Promise<boolean> {
  return await files.stat(path).then(
    () => true,
    () => false,
  )
}
