import { exits } from '../../api/v1/installation/installation-error.ts'
import type { Context } from '../context.ts'
import { postReceive } from '../git/post-receive.ts'
import { preReceive } from '../git/pre-receive.ts'
import { pushToCheckout } from '../git/push-to-checkout.ts'
import { usageError } from '../usage.ts'

/**
 * Runs a git hook of a repository made by `init --git`. Whatever umask the pusher has, users of containers may read what is written into
 * the work tree: git creates files with the umask alone, and applies `core.sharedRepository` to its own directory only.
 */
export async function gitHook(context: Context, name: string, args: readonly string[]): Promise<number> {
  process.umask(process.umask() & 0o022)
  if (name === 'pre-receive') return await preReceive(context)
  if (name === 'push-to-checkout') return await pushToCheckout(context, commitOf(args))
  if (name !== 'post-receive')
    throw usageError(`git-hook ${name}: there is no such hook`, 'git runs this, people do not')
  await postReceive(context)
  // post-receive can't refuse a push any more: the commits are in the repository whatever happened.
  return exits.converged
}

function commitOf([commit = '']: readonly string[]): string {
  if (/^[0-9a-f]{40,64}$/.test(commit)) return commit
  throw usageError('push-to-checkout needs a commit', 'git runs this, people do not')
}
