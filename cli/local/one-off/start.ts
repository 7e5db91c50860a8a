import { DEFAULT_GRACE_S } from '../../../api/v1/stop-grace.ts'
import { InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { EndRequest, StartRequest } from '../../../api/v1/installation/one-off.ts'
import type { SizedTerminal } from '../../../api/v1/installation/terminal.ts'
import type { Clock } from '../../../clock/clock.ts'
import { pause } from '../../../clock/sleep.ts'
import { isEngineError, unlessGone } from '../../../engine/errors.ts'
import type { Run } from '../../../engine/run.ts'
import type { ContainerInspect } from '../../../engine/types/container.ts'
import type { Found } from './find.ts'

/**
 * Starts a one-off container, attached from its first byte, and waits for its end. Returns the exit code. If the client detaches, the
 * container keeps running.
 */
export async function startOneOff(found: Found, request: StartRequest, run: Run): Promise<number> {
  const { id, engine } = found
  if (request.detach) {
    await started(found, run)
    return 0
  }
  const left = new AbortController()
  const speaking = { ...run, signal: AbortSignal.any([run.signal, left.signal]) }
  const { stdin, terminal, onOutput } = request
  const sized = terminal && sizedOnceStarted(terminal)
  const begun = waitForAll(2)
  const attached = engine.attach(
    { id, onOutput, onBegin: begun.one, ...(stdin ? { stdin } : {}), ...(sized ? { terminal: sized.terminal } : {}) },
    speaking,
  )
  const ended = engine.waitContainer({ id, onBegin: begun.one }, speaking)
  attached.catch(() => undefined)
  ended.catch(() => undefined)
  try {
    await Promise.race([begun.all, failureOf(attached), failureOf(ended)])
    await started(found, run)
    sized?.begin()
    await Promise.race([ended, attached])
    if (stdin && terminal && (await isLeft(found, run))) return 0
    const { exitCode } = await ended
    await attached // output may arrive after the end
    return exitCode
  } finally {
    left.abort()
  }
}

/** Starts the container. If that fails and it was to be auto-removed, removes it. */
async function started({ id, engine }: Found, run: Run): Promise<void> {
  try {
    await engine.startContainer({ id }, run)
  } catch (error) {
    if (!run.signal.aborted && (await unstartedToGo({ id, engine }, run).catch(() => undefined)))
      await engine.removeContainer({ id, volumes: true }, run).catch(() => undefined)
    throw withShellCode(error)
  }
}

/** Exit codes as in shells and docker compose: 127 if the program does not exist, 126 if it is not executable. */
function withShellCode(error: unknown): unknown {
  if (!isEngineError(error, 'Invalid')) return error
  const exit = /exec: .*permission denied/i.test(error.message)
    ? 126
    : /executable file not found|exec: .*no such file or directory/i.test(error.message) && 127
  return exit ? new InstallationError(exit, error.message, { reason: 'Invalid', cause: error }) : error
}

/** Sends a signal to the container. If it does not end within its grace period, stops it. */
export async function endOneOff(
  { id, engine, state }: Found,
  { signalName }: EndRequest,
  { run, clock }: { readonly run: Run; readonly clock: Clock },
): Promise<void> {
  if (state === 'created' && (await unstartedToGo({ id, engine }, run)))
    return await unlessGone(engine.removeContainer({ id, volumes: true }, run))
  if (signalName !== undefined && (await endsBy(signalName, { id, engine, run, clock }))) return
  await unlessGone(engine.stopContainer({ id }, run))
}

/** The container, if it has auto-remove but was never started, so that the engine will not remove it. */
export async function unstartedToGo(
  { id, engine }: Pick<Found, 'id' | 'engine'>,
  run: Run,
): Promise<ContainerInspect | undefined> {
  const found = await unlessGone(engine.inspectContainer({ id }, run))
  return found?.State.Status === 'created' && found.HostConfig.AutoRemove === true ? found : undefined
}

async function endsBy(
  signalName: string,
  { id, engine, run, clock }: Pick<Found, 'id' | 'engine'> & { readonly run: Run; readonly clock: Clock },
): Promise<boolean> {
  const over = new AbortController()
  const signal = AbortSignal.any([run.signal, over.signal])
  const begun = waitForAll(1)
  const ended = engine.waitContainer({ id, onBegin: begun.one }, { ...run, signal }).then(() => true)
  ended.catch(() => undefined)
  try {
    const { Config } = await engine.inspectContainer({ id }, run)
    await Promise.race([begun.all, failureOf(ended)])
    await engine.killContainer({ id, signal: signalName }, run)
    const graceMs = (Config.StopTimeout ?? DEFAULT_GRACE_S) * 1_000
    return await Promise.race([ended, pause(clock, graceMs, signal).then(() => false)])
  } catch (error) {
    // It has ended meanwhile, and may have been removed.
    if (isEngineError(error, 'NotFound', 'Conflict')) return true
    throw error
  } finally {
    over.abort()
  }
}

/** Whether the detach keys were typed: the attach ended but the container still runs. */
async function isLeft({ id, engine }: Found, run: Run): Promise<boolean> {
  return (await unlessGone(engine.inspectContainer({ id }, run)))?.State.Status === 'running'
}

/** Engines can't resize a terminal before the start, so the size is sent after it. */
function sizedOnceStarted(terminal: SizedTerminal): { readonly terminal: SizedTerminal; readonly begin: () => void } {
  let isStarted = false
  const listeners = new Set<() => void>()
  return {
    terminal: {
      size: () => (isStarted ? terminal.size() : { columns: 0, rows: 0 }),
      onResize(told) {
        listeners.add(told)
        const forget = terminal.onResize(told)
        return () => {
          listeners.delete(told)
          forget()
        }
      },
    },
    begin() {
      isStarted = true
      for (const told of listeners) told()
    },
  }
}

function waitForAll(count: number): { readonly all: Promise<void>; readonly one: () => void } {
  let left = count
  let resolve: () => void
  const all = new Promise<void>((done) => (resolve = done))
  return { all, one: () => void (--left === 0 && resolve()) }
}

/** Rejects when the promise does; never resolves. */
function failureOf(promise: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => void promise.catch(reject))
}
