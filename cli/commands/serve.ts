import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Installation as Loops } from '../../controllers/installation.ts'
import { serveApi } from '../../api/server/listen.ts'
import { exits, type ProgressEvent } from '../../api/v1/installation.ts'
import { lockWait, type WaitOptions } from '../arguments/lock-wait.ts'
import { type Context, socketOf } from '../context.ts'
import { follow } from '../follow.ts'
import type { Core } from '../local/core.ts'
import { refuseSilent } from '../local/looked.ts'
import { localInstallation } from '../local/local-installation.ts'
import { newsOnly, tellReadiness } from '../local/news.ts'
import { openCore } from '../local/open-core.ts'
import { restoreApplied } from '../local/restore-applied.ts'
import { forgetRoot, rootsOf } from '../local/roots.ts'
import { settle } from '../local/settle.ts'
import { leavingNow, stacksWithContent } from '../local/stack-content.ts'
import { startRoots } from '../local/start-roots.ts'
import { toldInstallation } from '../local/told-installation.ts'
import { refuseNested } from '../../store/source/nested-roots.ts'
import type { Source } from '../../store/source/source.ts'
import { usageError } from '../usage.ts'

export interface ServeOptions extends WaitOptions {
  readonly watch?: readonly string[]
  readonly unwatch?: string
  readonly once?: boolean
}

/** How often it is looked whether the files are done with. */
const LOOK_MS = 20

/** Keeps all hosts equal to what was applied and to the watched directories, until it is told to end. */
export async function serve(context: Context, options: ServeOptions): Promise<number> {
  const core = await openCore(context, { purpose: 'serve', waitMs: lockWait(options) })
  const log = (line: string) => context.terminal.print(`${new Date(context.now()).toISOString()} ${line}`)
  // Crash-only is for what nobody foresaw in the state; a promise that nobody awaits is no reason to leave the hosts alone.
  process.on('unhandledRejection', (error) =>
    log(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  )
  try {
    const unwatched = options.unwatch === undefined ? undefined : resolve(context.cwd, options.unwatch)
    const known = rootsOf(core.store, []).filter((root) => root !== unwatched)
    const given = (options.watch ?? []).map((path) => resolve(context.cwd, path))
    const roots = [...new Set([...known, ...given])]
    refuseNested(roots)
    for (const path of given) if (!known.includes(path)) refuseNoDirectory(path)
    if (unwatched !== undefined) forgetRoot(core, unwatched, log)
    await restoreApplied(core, log)
    const loops = await core.begin([])
    const source = startRoots({ core, loops, roots, log })
    if (options.once) return await untilConverged(context, core, { source, loops })
    const socket = socketOf(context.home)
    const server = await serveApi(toldInstallation(localInstallation(core), log), socket)
    const isNews = newsOnly()
    const events = loops.recorder.watch().subscribe((event) => {
      const { object, type, reason, message } = event
      if (type === 'Warning' && isNews(event)) log(`${object} ${reason}: ${message}`)
    })
    const untell = tellReadiness(core.store, log)
    log(
      `serving the installation ${core.installation} on ${socket}${roots.length > 0 ? `, watching ${roots.join(', ')}` : ''}`,
    )
    await aborted(context.signal)
    log('ending; what runs on the hosts goes on')
    events.unsubscribe()
    untell()
    await server.close()
    await source.close()
    return exits.converged
  } finally {
    await core.close()
  }
}

interface Converging {
  readonly source: Source
  readonly loops: Loops
}

/** What `apply` does for files, for all that is watched or was applied: ends when the hosts are so. */
async function untilConverged(context: Context, core: Core, { source, loops }: Converging): Promise<number> {
  const { signal } = context
  const exit = await follow(context, () => convergence(core, { source, loops, signal }), {
    format: 'text',
    served: false,
  })
  const isWrong = source.errors().length > 0
  await source.close()
  return isWrong ? exits.usage : exit
}

async function* convergence(
  core: Core,
  { source, loops, signal }: Converging & { readonly signal: AbortSignal },
): AsyncGenerator<ProgressEvent> {
  await source.firstReadingDone
  // What is in no file any more is deleted a while later: that belongs to it.
  while (!source.isAtRest()) {
    signal.throwIfAborted()
    refuseSilent(loops)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  const leaving = leavingNow(core.store)
  yield* settle(core, { stacks: stacksWithContent(core.store), leaving, justBegun: true, signal })
}

/** Asked of new ones: one that was watched before may be gone for now, and what it declared stays (S2). */
function refuseNoDirectory(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isDirectory())
    throw usageError(`--watch ${path}: ${found ? 'is no directory' : 'is not there'}`, 'name a directory of manifests')
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done()
    else signal.addEventListener('abort', () => done(), { once: true })
  })
}
