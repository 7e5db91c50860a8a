import { isServed } from '../../api/client/listening.ts'
import { remoteInstallation } from '../../api/client/remote.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import { pushCaller } from '../caller.ts'
import { type Context, socketOf } from '../context.ts'
import { follow } from '../follow.ts'
import { serve } from '../commands/serve.ts'
import { clearTurn } from './checkout-turn.ts'
import { hookRepository } from './repository.ts'
import { isDeletion, liveUpdate, readUpdates } from './updates.ts'

/** How long a pusher waits at most. */
const PATIENCE = { ms: 300_000, words: '5m' }

/** After a push: follows how the hosts converge to it. Without a running `serve`, this process does the work. */
export async function postReceive(context: Context): Promise<number> {
  const repository = await hookRepository(context)
  const live = liveUpdate(await readUpdates(context), repository)
  if (!live || isDeletion(live)) return 0
  await clearTurn(context, repository)
  const { workTree: directory } = repository
  const socket = socketOf(context.home)
  if (!(await isServed(socket))) {
    const pushed = { by: pushCaller(context), directory, head: live.next }
    const once = { once: true, timeout: PATIENCE.words, logFormat: 'text' }
    const exit = await serve(withoutGit(context), { watch: [directory], ...once, pushed })
    if (exit !== exits.converged)
      context.terminal.complain(
        'the push is there all the same; no serve runs, and `reconcile serve` there goes on with it',
      )
    return exit
  }
  const until = performance.now() + PATIENCE.ms
  const converge = () => {
    const timeoutMs = Math.max(0, until - performance.now())
    const request = { directory, head: live.next, timeoutMs, signal: context.signal }
    return remoteInstallation(socket, pushCaller(context)).converge(request)
  }
  return await follow(context, converge, { format: 'text', served: true, onlyFollows: true, timeoutMs: PATIENCE.ms })
}

/** Removes git's variables, which name this repository, for git commands that run elsewhere. */
function withoutGit(context: Context): Context {
  for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name]
  return {
    ...context,
    env: Object.fromEntries(Object.entries(context.env).filter(([name]) => !name.startsWith('GIT_'))),
  }
}
