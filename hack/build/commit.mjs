import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * The commit that a checkout is at, as `30f3c696`, with `.dirty` where tracked files differ from it. Empty where there is no git, or the
 * files are in nobody's checkout, even if they lie within another one.
 */
export function commitOf(root) {
  if (!existsSync(`${root}/.git`)) return ''
  // Of a hook that builds, git's own variables name another repository.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')))
  const args = ['--no-optional-locks', 'describe', '--always', '--abbrev=8', '--exclude=*', '--dirty=.dirty']
  try {
    return execFileSync('git', args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}
