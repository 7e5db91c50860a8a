import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { isServed } from '../../api/client/listening.ts'
import { refuseNoSocket, serveApi } from '../../api/server/listen.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Log } from '../../api/v1/installation/log.ts'
import type { Outcome } from '../../api/v1/installation/progress.ts'
import type { Installation as Loops } from '../../controllers/installation.ts'
import { realClock } from '../../clock/real.ts'
import { sleep } from '../../clock/sleep.ts'
import { whenAborted } from '../../clock/when-aborted.ts'
import { commandCaller } from '../caller.ts'
import { parseDuration } from '../arguments/duration.ts'
import { type ActOptions, lockWait } from '../arguments/lock-wait.ts'
import { logFormatOf } from '../arguments/log-format.ts'
import { type NotifyOptions, webhookOf } from '../arguments/webhook.ts'
import { homeVolume } from '../container/check-mounts.ts'
import type { OwnContainer } from '../container/own-container.ts'
import { ownPlace } from '../container/own-place.ts'
import { refuseUnmounted } from '../container/refuse-unmounted.ts'
import { beginTurn, isTask, type Turn } from '../container/turn.ts'
import { type Context, socketOf } from '../context.ts'
import { follow } from '../follow.ts'
import { type ConvergeOptions, convergeOnce } from '../local/waiting/converge-once.ts'
import { type Core, desiredDirectory } from '../local/open/core.ts'
import { developStart } from '../local/develop/start.ts'
import { startRefresh } from '../local/images/refresh.ts'
import { keepSocket } from '../local/serving/keep-socket.ts'
import { type Listener, type ListenOptions, listeningOf, listenOn } from '../local/serving/listen.ts'
import type { SpansOptions } from '../monitoring/spans/start-spans.ts'
import type { Monitoring } from '../monitoring/start.ts'
import { openCore } from '../local/open/open-core.ts'
import { finishOuttakes } from '../local/deletion/finish-outtakes.ts'
import { keepNodes, restoreNodes } from '../local/applied/kept-nodes.ts'
import { restoreApplied } from '../local/applied/restore-applied.ts'
import { sayStrayFiles } from '../local/applied/stray-files.ts'
import { type Pushed, recordPush } from '../local/audit/record-changes.ts'
import { raiseFileThreads } from '../local/watched/file-threads.ts'
import { rootsOf } from '../local/watched/roots.ts'
import { noteUnread, startRoots } from '../local/watched/start-roots.ts'
import { servedInstallation } from '../local/serving/served-installation.ts'
import { noteOwnHome } from '../../store/source/facts/own-home.ts'
import { refuseNested } from '../../store/source/nested-roots.ts'
import type { Source } from '../../store/source/source.ts'
import { watchState } from '../local/serving/watch-state.ts'
import { unwatch } from '../local/watched/unwatch.ts'
import { allElseLive } from '../local/waiting/all-else-live.ts'
import { withOutcome } from '../local/waiting/outcome.ts'
import { tellNews } from '../local/serving/tell-news.ts'
import { type LogFormat, logLines } from '../output/log-lines.ts'
import { usageError } from '../usage.ts'

export interface ServeOptions extends ActOptions, ListenOptions, NotifyOptions {
  readonly watch?: readonly string[]
  readonly unwatch?: string
  /** What only the forgotten directory declared. */
  readonly delete?: boolean
  readonly keep?: boolean
  readonly once?: boolean
  readonly develop?: boolean
  readonly logFormat?: string
  /** The push to converge for; set when a git hook starts it. */
  readonly pushed?: Pushed
}

/**
 * Keeps all hosts converged to what was applied and to the watched directories, until a signal ends it. For a push, throws HeldByServe where
 * a serve has the state, and is about to answer.
 */
export async function serve(context: Context, options: ServeOptions): Promise<number> {
  raiseFileThreads()
  context.terminal.goOnUnread?.()
  const own = await ownPlace(context, givenOf(context, options))
  await refuseBesideServe(context, options, own)
  if (!options.once) refuseNoSocket(socketOf(context.home))
  const log = logOf(context, options)
  outliveRejections(log)
  const { unwatch: _, delete: _deletes, keep: _keeps, ...again } = options
  for (let turn = 1; ; turn++) {
    const begun = beginTurn(own)
    const exit = await serveTurn(context, turn === 1 ? options : again, { own, log, ...begun })
    if (options.once || !begun.over.aborted) return exit
    log('handed over to its successor; stands by until that one ends it, and goes on if it fails')
    await sleep(realClock, STAND_BY_MS, context.signal)
  }
}

/** The log, in the format of --log-format, else of RECONCILE_LOG_FORMAT. */
function logOf({ env, terminal, now }: Context, { logFormat }: ServeOptions): Log {
  return logLines({ format: logFormatOf(env, logFormat), print: terminal.print, now })
}

/** How long to leave the lock to a successor before asking for it again, ms. */
const STAND_BY_MS = 5_000

interface Serving extends Turn {
  readonly own: OwnContainer | undefined
  readonly log: Log
}

async function serveTurn(
  context: Context,
  options: ServeOptions,
  { own, log, over, ...turn }: Serving,
): Promise<number> {
  const { once, listening, webhook, waitMs } = readOptions(context, options, own)
  const monitoring = options.once ? undefined : await monitor({ env: context.env, log })
  const named = options.once ? { ...context, verb: 'serve --once' } : context
  const { sources, ...developing } = developStart(options.develop === true, log)
  const beside = { ...instrumentsOf(monitoring), ...developing, ...turn, unlessServed: options.pushed !== undefined }
  const core = await openCore(named, { purpose: 'serve', waitMs, log, steal: options.steal ?? false, ...beside })
  let tcp: Listener | undefined
  try {
    // Bind the address first: if it is in use, fail before any host is changed.
    tcp = listening && (await listenOn(context, { listening, log }))
    const roots = await settleRoots(core, context, { options, own, log })
    noteUnread(core, roots)
    const loops = await beginLoops(core, log)
    monitoring?.follow(core, loops)
    const source = startRoots({ core, loops, roots, log, sources: sources() })
    if (options.once) return await untilConverged(context, core, { source, loops, ...once })
    const served = {
      ...servedInstallation(core, { source, log }),
      ...(monitoring ? { metrics: monitoring.metrics } : {}),
    }
    const server = await serveSocket(core, served, log)
    tcp?.serve(served)
    log(servingWords(core, context, roots))
    const lost = watchState(core, log)
    await untilTold(core, AbortSignal.any([context.signal, over, lost]), { loops, source, log, webhook })
    await Promise.all([server.close(), tcp?.close()])
    await source.close()
    return lost.aborted ? exits.failed : exits.converged
  } finally {
    await tcp?.close()
    await sources()?.close()
    await core.close()
    await monitoring?.close()
  }
}

/**
 * Starts the loops after finishing interrupted work. Also reserves resourceVersions before any file is read, so that none is given out
 * twice after a crash, and a client that sees a new object can query its version.
 */
async function beginLoops(core: Core, log: Log): Promise<Loops> {
  restoreNodes(core, log)
  await restoreApplied(core, log)
  sayStrayFiles(desiredDirectory(core.home), log)
  keepNodes(core)
  await finishOuttakes(core, log)
  const loops = await core.begin([])
  await core.store.durable()
  return loops
}

async function serveSocket(core: Core, served: Parameters<typeof serveApi>[0], log: Log): ReturnType<typeof serveApi> {
  const server = await serveApi(served, socketOf(core.home))
  void keepSocket(core, server, log)
  return server
}

/** Reports events and refreshes images from registries until told to end. */
async function untilTold(core: Core, end: AbortSignal, told: Parameters<typeof tellNews>[1]): Promise<void> {
  const events = tellNews(core, told)
  const refreshing = startRefresh(core, told.log)
  await whenAborted(end)
  told.log('ending; what runs on the hosts goes on')
  events.unsubscribe()
  await refreshing.close()
}

function servingWords({ installation }: Core, { home }: Context, roots: readonly string[]): string {
  const watching = roots.length > 0 ? `, watching ${roots.join(', ')}` : ''
  return `serving the installation ${installation} on ${socketOf(home)}${watching}`
}

/** The directories to watch: the remembered and the given ones, without the one to unwatch. */
async function settleRoots(
  core: Core,
  context: Context,
  { options, own, log }: Pick<Serving, 'own' | 'log'> & { readonly options: ServeOptions },
): Promise<readonly string[]> {
  const given = givenOf(context, options)
  const unwatched = options.unwatch === undefined ? undefined : resolve(context.cwd, options.unwatch)
  if (unwatched !== undefined && given.includes(unwatched))
    throw usageError(`--watch and --unwatch name ${unwatched}`, 'leave one of them out')
  const known = rootsOf(core.store, []).filter((root) => root !== unwatched)
  const roots = [...new Set([...known, ...given])]
  refuseNested(roots)
  refuseUnmounted(own, { roots, given, home: context.home, store: core.store })
  noteOwnHome(core.store, own && homeVolume(own, context.home))
  for (const path of given) if (!known.includes(path)) refuseNoDirectory(path)
  const forgetting = { others: roots, rest: restOf(options), by: commandCaller(context), log }
  if (unwatched !== undefined) await unwatch(core, unwatched, forgetting)
  return roots
}

/**
 * Refuses --unwatch beside a running serve, which forgets a directory only at its end, so that waiting for its lock would be in vain. With
 * --wait it is expected to end; in a container of ours a successor takes over.
 */
async function refuseBesideServe(
  { cwd, home }: Context,
  { unwatch: path, wait }: ServeOptions,
  own: OwnContainer | undefined,
): Promise<void> {
  if (path === undefined || typeof wait === 'string' || isTask(own) || !(await isServed(socketOf(home)))) return
  const directory = resolve(cwd, path)
  throw new InstallationError(
    exits.failed,
    `--unwatch ${directory}: a serve runs, and forgets no directory until it ends`,
    {
      remedy: `end it, and start it again with \`reconcile serve --unwatch ${directory}\`: it remembers the others. --wait says how long its end is waited for`,
    },
  )
}

/** What is to become of what only an unwatched directory declares. */
function restOf(options: ServeOptions): 'delete' | 'keep' | undefined {
  if (options.delete && options.keep)
    throw usageError('--delete and --keep contradict each other', 'leave one of them out')
  return options.delete ? 'delete' : options.keep ? 'keep' : undefined
}

/** Monitoring is loaded only here. */
async function monitor(options: SpansOptions): Promise<Monitoring> {
  const { startMonitoring } = await import('../monitoring/start.ts')
  return startMonitoring(options)
}

function instrumentsOf(monitoring: Monitoring | undefined): Pick<Monitoring, 'instruments'> | undefined {
  return monitoring && { instruments: monitoring.instruments }
}

/** Parses the options before anything is opened, so that errors come first. */
function readOptions(context: Context, options: ServeOptions, own: OwnContainer | undefined) {
  const rest = restOf(options)
  if (rest && options.unwatch === undefined)
    throw usageError(
      `--${rest} is for what a directory declares that is watched no more`,
      'name that one with --unwatch',
    )
  const webhook = webhookOf(context, options)
  const waitMs = isTask(own) && typeof options.wait !== 'string' ? Number.POSITIVE_INFINITY : lockWait(options)
  const listening = listeningOf(context, options)
  return { once: onceOf(context, options), webhook, waitMs, ...(listening ? { listening } : {}) }
}

/**
 * Logs rejected promises that nobody awaits, and continues. Ending the process (crash-only) is for corrupt state; a stray rejection is no
 * reason to stop reconciling the hosts.
 */
function outliveRejections(log: Log): void {
  process.on('unhandledRejection', (error) =>
    log(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  )
}

interface Converging extends Omit<ConvergeOptions, 'signal'> {
  readonly source: Source
  readonly pushed?: Pushed
  /** The format of the log. */
  readonly format: LogFormat
}

async function untilConverged(
  context: Context,
  core: Core,
  { source, pushed, format, ...converging }: Converging,
): Promise<number> {
  const { signal } = context
  if (pushed) recordPush(core.audit, pushed)
  const converged = () => convergeOnce(core, { ...converging, source, awaitsOthers: pushed !== undefined, signal })
  const told = (end: Outcome) => (pushed ? allElseLive(end, core.store, pushed) : end)
  const exit = await follow(context, () => withOutcome(converged(), told), { format, served: false })
  await source.close()
  return exit
}

function givenOf({ cwd }: Context, { watch = [] }: ServeOptions): readonly string[] {
  return watch.map((path) => resolve(cwd, path))
}

function onceOf({ env }: Context, options: ServeOptions): Pick<Converging, 'format' | 'timeoutMs' | 'pushed'> {
  const { timeout, once, pushed, logFormat } = options
  const how = { format: logFormatOf(env, logFormat), ...(pushed ? { pushed } : {}) }
  const staying = (['develop', 'listen', 'notify'] as const).find((name) => options[name])
  if (once && staying)
    throw usageError(`--${staying} needs a serve that stays: --once ends it`, 'leave one of them out')
  if (timeout === undefined) return how
  if (!once) throw usageError('--timeout needs --once: serve works for good', 'say both, or leave --timeout out')
  return { ...how, timeoutMs: parseDuration(timeout, '--timeout') }
}

/** Applies to new directories only. One that was watched before may be missing for now; what it declared stays (S2). */
function refuseNoDirectory(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isDirectory())
    throw usageError(`--watch ${path}: ${found ? 'is no directory' : 'is not there'}`, 'name a directory of manifests')
}
