import { isServed } from '../../api/client/listening.ts'
import { remoteInstallation } from '../../api/client/remote.ts'
import type { ConvergeRequest } from '../../api/v1/installation/requests.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import { lockWait } from '../arguments/lock-wait.ts'
import { pushCaller } from '../caller.ts'
import { type Context, socketOf } from '../context.ts'
import { follow } from '../follow.ts'
import { serve } from '../commands/serve.ts'
import { HeldByServe, serveBeginning } from '../local/open/await-serve.ts'
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
  return await converge(context, { directory: repository.workTree, head: live.next }, lockWait({}))
}

type Checkout = Pick<ConvergeRequest, 'directory' | 'head'>

/** Follows the running serve, one that begins within `waitMs` too; else does the work here. */
async function converge(context: Context, checkout: Checkout, waitMs: number): Promise<number> {
  const socket = socketOf(context.home)
  if (await isServed(socket)) return await followServe(context, checkout)
  try {
    return await workHere(context, checkout, waitMs)
  } catch (error) {
    if (!(error instanceof HeldByServe)) throw error
  }
  const { home, signal, terminal } = context
  const log = (line: string) => terminal.complain(line)
  const connect = async () => (await isServed(socket)) || undefined
  const { leftMs } = await serveBeginning({ home, signal, waitMs, log, connect })
  return await converge(context, checkout, leftMs)
}

/** Follows the running serve to the end, and the one that takes over if that one ends. */
async function followServe(context: Context, checkout: Checkout): Promise<number> {
  const { signal } = context
  const until = performance.now() + PATIENCE.ms
  const start = () => {
    const timeoutMs = Math.max(0, until - performance.now())
    return remoteInstallation(socketOf(context.home), pushCaller(context)).converge({ ...checkout, timeoutMs, signal })
  }
  return await follow(context, start, { format: 'text', served: true, onlyFollows: true, timeoutMs: PATIENCE.ms })
}

async function workHere(context: Context, { directory, head }: Checkout, waitMs: number): Promise<number> {
  const pushed = { by: pushCaller(context), directory, head }
  const once = { once: true, timeout: PATIENCE.words, logFormat: 'text', wait: `${Math.ceil(waitMs)}ms` }
  const exit = await serve(withoutGit(context), { watch: [directory], ...once, pushed })
  if (exit !== exits.converged)
    context.terminal.complain(
      'the push is there all the same; no serve runs, and `reconcile serve` there goes on with it',
    )
  return exit
}

/** Removes git's variables, which name this repository, for git commands that run elsewhere. */
function withoutGit(context: Context): Context {
  for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name]
  return {
    ...context,
    env: Object.fromEntries(Object.entries(context.env).filter(([name]) => !name.startsWith('GIT_'))),
  }
}
