import { StorageError } from '../../store/storage/storage.ts'
import type { Run } from '../../engine/run.ts'
import type { Key } from '../../store/objects/store.ts'
import { createBackoff } from './backoff.ts'
import type { Controller } from './controller.ts'
import type { Ports } from './ports.ts'
import { TerminalError, type Result } from './result.ts'
import { createWakeUps } from './wake-ups.ts'
import { createWorkQueue } from './work-queue.ts'

/** Workers per lane: calls per engine are limited at the engine; this only bounds what stands in line there. */
const WORKERS = 256

/** A loop that runs. */
export interface Loop {
  readonly name: string
  /** Looks at a key as if something had changed. */
  wake(key: Key): void
  depth(): number
  /** Keys that are being worked now, or will be in a moment. */
  busy(): number
  /** Ends what runs and resolves when it has ended. */
  stop(): Promise<void>
}

/** Runs a controller: wakes into the queue, runs out of it, outcomes into backoff or a later wake. */
export function startLoop(controller: Controller, ports: Ports): Loop {
  const { clock, settings, random } = ports
  const backoff = createBackoff<Key>({ minMs: settings.backoffMinMs, maxMs: settings.backoffMaxMs, random })
  const generations = new Map<Key, number>()
  const lastRun = new Map<Key, number>()
  const runs = new Map<Key, CancellableRun>()
  const wakeUps = createWakeUps<Key>(clock, (key) => queue.add(key))
  const queue = createWorkQueue<Key>({
    clock,
    concurrency: WORKERS,
    lane: (key) => controller.lane?.(key, ports) ?? '',
    work: (key) => workOne(key),
  })

  const coalesces = () =>
    typeof controller.coalesce === 'function' ? controller.coalesce(ports) : controller.coalesce === true

  function wake(key: Key): void {
    if (ports.concerns && !ports.concerns(key)) return
    noticeGeneration(key)
    const wait = coalesces() ? (lastRun.get(key) ?? -Infinity) + settings.coalesceMs - clock.now() : 0
    if (wait > 0) wakeUps.in(wait, key)
    else queue.add(key)
  }

  /** A new generation cancels any wait on the old one. */
  function noticeGeneration(key: Key): void {
    const generation = ports.store.get(controller.kind, key)?.metadata.generation
    const before = generations.get(key)
    if (generation === before) return
    if (generation === undefined) generations.delete(key)
    else generations.set(key, generation)
    if (before === undefined) return
    backoff.reset(key)
    runs.get(key)?.abort(new Error('a newer generation is there'))
  }

  async function workOne(key: Key): Promise<void> {
    const run = cancellableRun(`${controller.kind}/${key}`)
    runs.set(key, run)
    if (coalesces()) lastRun.set(key, clock.now())
    wakeUps.forget(key)
    try {
      settle(key, await controller.reconcile(key, ports, run))
    } catch (error) {
      settleFailure(key, error, run)
    } finally {
      runs.delete(key)
      if (!ports.store.get(controller.kind, key)) forget(key)
    }
  }

  function settle(key: Key, result: Result): void {
    backoff.reset(key)
    if (!result.done) wakeUps.in(result.afterMs, key, result.kind)
  }

  function settleFailure(key: Key, error: unknown, run: CancellableRun): void {
    if (run.aborted()) return queue.add(key)
    const message = error instanceof Error ? error.message : String(error)
    ports.recorder.record({
      object: `${controller.kind}/${key}`,
      type: 'Warning',
      reason: reasonOf(error),
      message: message,
    })
    if (!(error instanceof TerminalError)) wakeUps.in(backoff.next(key), key)
  }

  function forget(key: Key): void {
    backoff.reset(key)
    lastRun.delete(key)
    generations.delete(key)
  }

  const wakes = controller.wakes(ports).subscribe({ next: wake })
  return {
    name: controller.name,
    wake,
    depth: () => queue.depth(),
    busy: () => queue.busy() + wakeUps.soon(settings.coalesceMs),
    async stop() {
      wakes.unsubscribe()
      wakeUps.close()
      for (const run of runs.values()) run.abort(new Error('stopping'))
      await queue.close()
    },
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof StorageError) return `Storage${error.code}`
  return error instanceof TerminalError ? 'Failed' : 'Retrying'
}

interface CancellableRun extends Run {
  abort(reason: Error): void
  aborted(): boolean
}

/** A run whose AbortController is made on first use: most runs never wait. */
function cancellableRun(object: string): CancellableRun {
  let controller: AbortController | undefined
  let abortedWith: Error | undefined
  return {
    object,
    reason: '',
    get signal() {
      controller ??= new AbortController()
      if (abortedWith) controller.abort(abortedWith)
      return controller.signal
    },
    abort(reason) {
      abortedWith = reason
      controller?.abort(reason)
    },
    aborted: () => abortedWith !== undefined,
  }
}
