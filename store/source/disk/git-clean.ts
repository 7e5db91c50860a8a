import { runGit } from '../../git/run-git.ts'

/**
 * Whether the tracked files below a directory equal HEAD; false as well when git is missing, refuses, or takes over 10 s. Changes nothing
 * in the repository, and runs none of its hooks or file monitors.
 */
export async function treeEqualsHead(directory: string): Promise<boolean> {
  const status = ['status', '--porcelain', '--untracked-files=no', '--ignore-submodules=all', '--', '.']
  const args = ['--no-optional-locks', '-C', directory, ...status]
  const { code, out } = await runGit({ args, timeoutMs: 10_000 })
  return code === 0 && out.length === 0
}
