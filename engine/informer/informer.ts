import { pause } from '../../clock/sleep.ts'
import { engineWords, isEngineError } from '../errors.ts'
import type { HostView } from '../inventory.ts'
import type { InformerOptions } from './context.ts'
import type { HostPatch } from './feed.ts'
import { aheadOfSteady, noticedMs, runSession, type SessionEnd } from './session.ts'

/** A running informer: keeps the inventory of one host up to date until stopped. */
export interface Informer {
  stop(): void
}

const firstPauseMs = 500
/** The longest pause between attempts, ms. Short, as tasks may wait for the host's return and an attempt costs nothing. */
const longestPauseMs = 5_000
/** A session that breaks sooner than this, ms, counts as failed, so that a flapping engine is not asked in a tight loop. */
const soundSessionMs = 5_000
/** How many failures in a row make a host that answered before unreachable: a single one may be a restart of the engine. */
const failuresToMark = 2
/** How much later than usual a busy machine may notice that a host is silent. Counted as sleep, that would let the grace begin anew. */
const LATE = 1.5
/** Smaller differences between the machine's time and the steady one are corrections of its clock, ms. */
const SLEPT_MS = 1_000

/**
 * Starts an informer: it subscribes to the engine's events, lists everything, applies events at once, relists from time to time, and sends
 * heartbeats in between. Reconnects for ever.
 */
export function startInformer(options: InformerOptions): Informer {
  const stopped = new AbortController()
  options.inventory.addHost(options.engine.node, options.clock.now())
  keep(options, stopped.signal).catch((error) => {
    if (!stopped.signal.aborted) throw error
  })
  return { stop: () => stopped.abort() }
}

async function keep(options: InformerOptions, stopped: AbortSignal): Promise<void> {
  const { clock } = options
  for (let failures = 0; !stopped.aborted; ) {
    const began = clock.now()
    const end = await runSession(options, stopped)
    if (stopped.aborted) return
    failures = end.wasSynced && clock.now() - began >= soundSessionMs ? 0 : failures + 1
    markUnreachable(options, end, failures)
    if (failures > 0) await pause(clock, pauseAfter(failures, options), stopped)
  }
}

function markUnreachable(options: InformerOptions, end: SessionEnd, failures: number): void {
  const { inventory, engine, clock } = options
  const host = inventory.host(engine.node)
  if (host?.synced && !end.isDead && failures < failuresToMark) return
  const isAnew = (isEngineError(end.error) && end.error.keepsOut) || (host && hasSlept(host, options))
  inventory.setHost(engine.node, {
    ...causeOf(end.error),
    ...(isAnew ? { askedSince: clock.now() } : {}),
  })
}

/** Why a session ended, as the inventory has it. Of an engine that answers and fails, what it was asked is told as well. */
function causeOf(error: unknown): Pick<HostPatch, 'keepsOut' | 'obstacle' | 'engineOf'> & { unreachable: string } {
  if (!isEngineError(error)) return { unreachable: engineWords(error), keepsOut: false }
  const { keepsOut, obstacle, engineOf } = error
  if (isEngineError(error, 'Internal') && obstacle === undefined)
    return { unreachable: error.message, keepsOut, obstacle: 'Failing' }
  return { unreachable: error.detail, keepsOut, obstacle, engineOf }
}

/**
 * Whether this machine was suspended, or its clock set ahead, since an answering host last answered: for some of its silence it was not
 * asked. A steady clock tells; that of some systems goes on in their sleep, where only a silence for longer than could go unnoticed does.
 */
function hasSlept({ synced, unreachable, ...last }: HostView, { clock, settings }: InformerOptions): boolean {
  if (!synced || unreachable !== undefined) return false
  const isLong = clock.now() - last.lastAnswer >= LATE * noticedMs(settings)
  return isLong || aheadOfSteady(clock) - last.aheadOfSteadyMs >= SLEPT_MS
}

function pauseAfter(failures: number, { settings, random }: InformerOptions): number {
  const longest = Math.min(settings.heartbeatMs, longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 16))
  return longest * (0.5 + random.next() / 2)
}
