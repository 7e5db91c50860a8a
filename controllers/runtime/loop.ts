import { filter, map, type Observable } from 'rxjs'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { StorageError } from '../../store/storage/storage.ts'
import type { Key } from '../../store/objects/store.ts'
import { createBackoff } from './backoff.ts'
import type { Controller, Pass } from './controller.ts'
import { type Came, type RunOutcome, unmetered } from './meter.ts'
import { createNodeWorks, type NodeWork, type NodeWorks } from './node-work.ts'
import { createPace } from './pace.ts'
import type { Ports } from './ports.ts'
import { TerminalError, type Result } from './result.ts'
import { createWakeUps } from './wake-ups.ts'
import { createWorkQueue } from './work-queue.ts'

/** Workers per lane. The engine client limits calls per engine; this only bounds how many wait there. */
const WORKERS = 256

/** The abort reason of a run whose object has a newer generation. Created once, as capturing a stack would cost more than most runs. */
const superseded = new Error('a newer generation is there')

/** Identifies the object behind a key, and the generation of its spec. */
interface Generation {
  readonly uid: string | undefined
  readonly generation: number
}

/** A running control loop. */
export interface Loop {
  readonly name: string
  /** Requests a run of a key, as if something had changed. */
  wake(key: Key): void
  /** The keys that are queued, being worked, or due to be queued in a moment. */
  at(): Iterable<Key>
  /** Aborts all runs and resolves when they have ended. */
  stop(): Promise<void>
}

/** Runs a controller: its wakes fill the queue, workers take keys out, and each outcome becomes a backoff or a later wake. */
export function startLoop(controller: Controller, ports: Ports): Loop {
  const { clock, settings, random } = ports
  const backoff = createBackoff<Key>({ minMs: settings.backoffMinMs, maxMs: settings.backoffMaxMs, random })
  const generations = new Map<Key, Generation>()
  const pace = createPace<Key>(clock, settings.coalesceMs)
  const runs = new Map<Key, CancellableRun>()
  const wakeUps = createWakeUps<Key>(clock, ask)
  const held = createWakeUps<Key>(clock, ask) // wakes that came too soon after a run (pace.ts)
  const works = createNodeWorks(clock, ask)
  const meter = ports.meter?.loop(controller.name) ?? unmetered
  const queue = createWorkQueue<Key>({
    ...{ clock, concurrency: WORKERS, meter, work: workOne, isShut: mustWait(controller, ports) },
    lane: (key) => controller.lane?.(key, ports) ?? '',
  })

  function ask(key: Key): void {
    runs.get(key)?.ask()
    queue.add(key)
  }

  function wake(key: Key): void {
    if (ports.concerns && !ports.concerns(key, controller.kind)) return
    if (held.has(key) && !runs.has(key)) return
    noticeGeneration(key)
    const wait = pace.waitOf(key)
    if (wait > 0) held.in(wait, key)
    else ask(key)
  }

  /** For a new generation, or a new object under the same name, resets the backoff and aborts the calls made for the old one. */
  function noticeGeneration(key: Key): void {
    const { uid, generation } = ports.store.get(controller.kind, key)?.metadata ?? {}
    const before = generations.get(key)
    if (generation === before?.generation && uid === before?.uid) return
    if (generation === undefined) generations.delete(key)
    else generations.set(key, { uid, generation })
    if (before === undefined) return
    backoff.reset(key)
    runs.get(key)?.abort(superseded)
    works.abort(superseded, key)
  }

  async function workOne(key: Key): Promise<void> {
    noticeGeneration(key) // a delayed wake skipped this; and the run's own writes must not count as a new generation
    const run = new CancellableRun({ object: `${controller.kind}/${key}`, onLook: () => queue.seen(key), key, works })
    runs.set(key, run)
    if (controller.coalesce) pace.begin(key, controller.coalesce(key, ports))
    wakeUps.forget(key)
    held.forget(key)
    meter.begun(key, run)
    let came: Came = { to: 'error' }
    try {
      came = { to: settle(key, await controller.reconcile(key, ports, run)) }
    } catch (error) {
      came = { to: settleFailure(key, error, run), error }
    } finally {
      runs.delete(key)
      works.left(key)
      if (!ports.store.get(controller.kind, key)) forget(key)
      meter.ended(key, run, came)
    }
  }

  function settle(key: Key, result: Result): RunOutcome {
    backoff.reset(key)
    if (result.done) return 'success'
    wakeUps.in(result.afterMs, key, result.kind)
    return 'requeue_after'
  }

  function settleFailure(key: Key, error: unknown, run: CancellableRun): RunOutcome {
    if (run.aborted) {
      queue.add(key)
      return 'superseded'
    }
    const message = errorText(error)
    ports.recorder.record({
      object: `${controller.kind}/${key}`,
      type: 'Warning',
      reason: reasonOf(error),
      message: message,
    })
    if (error instanceof TerminalError) return 'terminal_error'
    const wait = backoff.next(key)
    meter.retries(wait)
    wakeUps.in(wait, key)
    return 'error'
  }

  function forget(key: Key): void {
    // Its backoff stays: removing what a deleted object left behind may fail repeatedly, like anything else.
    pace.forget(key)
    generations.delete(key)
  }

  const wakes = controller.wakes(ports).subscribe({ next: wake })
  wakes.add(goneOf(controller, ports).subscribe(noticeGeneration))
  wakes.add(ports.unread?.subscribe(() => void (mustWait(controller, ports) || queue.open())))
  return {
    name: controller.name,
    wake,
    *at() {
      yield* queue.keys()
      yield* works.keys()
      yield* wakeUps.soon(settings.coalesceMs)
      yield* held.soon(Number.POSITIVE_INFINITY)
    },
    async stop() {
      wakes.unsubscribe()
      wakeUps.close()
      held.close()
      for (const run of runs.values()) run.stop(new Error('stopping'))
      works.abort(new Error('stopping'))
      await queue.close()
      await works.ended()
    },
  }
}

/** Whether a loop carries nothing out yet, as the watched directories may say otherwise. */
function mustWait({ isEarly }: Controller, { unread }: Ports): boolean {
  return !isEarly && !!unread?.value
}

function reasonOf(error: unknown): string {
  if (error instanceof StorageError) return `Storage${error.code}`
  return error instanceof TerminalError ? 'Failed' : 'Retrying'
}

interface Runs {
  readonly object: string
  readonly key: Key
  readonly works: NodeWorks
  readonly onLook: () => void
}

/** One run of a key. Its AbortControllers and promise are created on first use, as most runs never wait. */
class CancellableRun implements Pass {
  readonly object: string
  readonly reason = ''
  readonly #runs: Runs
  #atNodes: NodeWork | undefined
  #controller: AbortController | undefined
  #lasting: AbortController | undefined
  #abortedWith: Error | undefined
  #isAsked = false
  #onAsked: (() => void) | undefined

  constructor(runs: Runs) {
    this.object = runs.object
    this.#runs = runs
  }

  get atNodes(): NodeWork {
    this.#atNodes ??= this.#runs.works.of(this.#runs.key, this)
    return this.#atNodes
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#abortedWith) this.#controller.abort(this.#abortedWith)
    return this.#controller.signal
  }

  get lasting(): AbortSignal {
    this.#lasting ??= new AbortController()
    return this.#lasting.signal
  }

  get aborted(): boolean {
    return this.#abortedWith !== undefined
  }

  abort(reason: Error): void {
    this.#abortedWith = reason
    this.#controller?.abort(reason)
  }

  /** Aborts also what is carried to its end. */
  stop(reason: Error): void {
    this.abort(reason)
    this.#lasting ??= new AbortController()
    this.#lasting.abort(reason)
  }

  /** Notes that the key was woken again. */
  ask(): void {
    this.#isAsked = true
    this.#onAsked?.()
  }

  asked(): Promise<void> {
    return this.#isAsked ? Promise.resolve() : new Promise((resolve) => (this.#onAsked = resolve))
  }

  /** Does nothing in an aborted run: its queued successor must still run. */
  looksAgain(): void {
    if (this.aborted) return
    this.#isAsked = false
    this.#runs.onLook()
  }
}

/** The keys of objects that go. The wakes of a loop need not tell, where it has nothing to do for what is gone. */
function goneOf({ kind }: Controller, { store }: Ports): Observable<Key> {
  return store.watch(kind).pipe(
    filter(({ after }) => after === undefined),
    map(({ key }) => key),
  )
}
