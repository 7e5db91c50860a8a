import { execFile } from 'node:child_process'

/**
 * Whether the tracked files below a directory are as HEAD has them; false as well when git is missing, refuses or takes over
 * 10 s. Changes nothing in the repository, and starts none of the programs that its hooks and file monitor name.
 */
export function treeEqualsHead(directory: string): Promise<boolean> {
  const safe = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null']
  const status = ['status', '--porcelain', '--untracked-files=no', '--ignore-submodules=all', '--', '.']
  return new Promise((resolve) => {
    execFile(
      'git',
      [...safe, '-C', directory, ...status],
      { timeout: 10_000, maxBuffer: 1_000_000 },
      (error, stdout) => {
        resolve(error === null && stdout === '')
      },
    )
  })
}
