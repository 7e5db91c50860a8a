import { splitId } from '../../api/v1/names.ts'
import type { Subscription } from 'rxjs'
import { triedWords } from '../../engine/docker/tried.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { isWrite } from '../../engine/is-write.ts'
import { type Call, wrapEngine } from '../../engine/wrap.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Recorder } from '../runtime/recorder.ts'
import { createSingleFlight } from '../runtime/single-flight.ts'
import { giveWay } from './give-way.ts'
import { createGiving } from './giving.ts'
import { watchGone } from './gone.ts'
import { viewLocks } from './lock-view.ts'
import { createReleasing } from './releasing.ts'
import { type Rivals, watchRivals } from './rivals.ts'
import { type HeldLock, isServing, lockHold, keyOf, type StackAt } from './stack-lock.ts'
import { createTaking, type TakingOptions } from './taking.ts'
import { createThefts } from './thefts.ts'
import { createTurns } from './turns.ts'
import { createWrites } from './writes.ts'

/** The locks of stacks on engines. They keep two homes from working on one stack at the same time. */
export interface StackLocks extends Pick<Rivals, 'others' | 'holdOf' | 'robbed' | 'turned'> {
  /** Wraps an engine so that its writes for a stack first take that stack's lock, and are refused while another home holds one. */
  wrap(engine: Engine): Engine
  /** Allows stealing these stacks' locks, once on each engine, as soon as something is to be written. Returns how to end that. */
  steal(stacks: readonly string[]): () => void
  /** Whether this process takes the locks of all its stacks, as a serve does, and not only of those that it changes. */
  readonly keepsAll: boolean
  /** Takes a lock before anything is to be written, unless another home has the stack. */
  keep(at: StackAt): Promise<void>
  /** Releases our locks on a node that is removed, if it answers, so that another home may work there. */
  leave(node: string): Promise<void>
  /** Releases all our locks, also those of killed processes. */
  release(): Promise<void>
}

export interface StackLocksOptions extends TakingOptions {
  /** Records locks that could not be released. */
  readonly recorder: Recorder
}

/**
 * How long a process waits for the release of its locks when it ends, ms. A lock that stays is still this home's: its next command releases
 * it.
 */
const RELEASE_MS = 5_000

/** The locks of one home. Each is taken before the first write for its stack on its host, and held until the process ends. */
export function createStackLocks(options: StackLocksOptions): StackLocks {
  const { inventory, locker } = options
  const view = viewLocks(options)
  const thefts = createThefts(locker.steal === true)
  const rivals = watchRivals(options, { view, thefts })
  const { others, holdOf, robbed, turned } = rivals
  const over = new AbortController()
  const taking = createTaking(options, { view, thefts, signal: over.signal })
  const engines = new Map<string, Engine>()
  const once = createSingleFlight()
  const turns = createTurns()
  const writes = createWrites()
  const { giveBack, giveBackAll } = createReleasing({ inventory, engines, view, rivals, turns, taking })

  /** Takes the lock on a host unless this process has it. Returns the lock of another home that keeps us from working on the stack. */
  async function hold(engine: Engine, at: StackAt): Promise<HeldLock | undefined> {
    const { stack } = at
    const key = keyOf(at)
    const [other] = others(stack)
    if (other) return other
    const isHeld = view.isHeld(view.lockAt(at)) && !turns.busy(key)
    const holder = isHeld ? undefined : await once(key, () => turns.take(key, () => takeAndNote(engine, at)))
    if (holder) return holder
    if (isHeld) rivals.noteHad(at)
    stealRest(stack)
    return others(stack)[0]
  }

  async function takeAndNote(engine: Engine, at: StackAt): Promise<HeldLock | undefined> {
    const holder = await taking.take(engine, at)
    if (!holder) rivals.noteHad(at)
    return holder
  }

  /**
   * Takes a stack's locks away on the other hosts where they may be stolen, and takes those over that were left by a dead process: so its
   * former holder has none left, which would keep homes from the stack that can't tell. A failure is one of the next write there.
   */
  function stealRest(stack: string): void {
    for (const { at, by } of view.othersOf(stack)) {
      const engine = engines.get(at.node)
      const key = keyOf(at)
      if (!engine || !(thefts.may(at) || view.isLeft(by))) continue
      const away = async () => void (await (thefts.may(at) ? taking.takeAway(engine, at) : takeAndNote(engine, at)))
      once(`away ${key}`, () => turns.take(key, away)).catch(() => undefined)
    }
  }

  const giving = createGiving({ ...options, giveBack })
  const watching = giveWay({ view, rivals, writes, giving })
  watching.add(watchGone(options.store, giving, () => engines.keys()))
  watching.add(forgetRemoved(engines, options.store))

  function wrap(engine: Engine): Engine {
    const { node } = engine
    engines.set(node, engine)
    return wrapEngine(engine, async (call, next) => {
      const stack = isWrite(call.verb) ? splitId(call.run.object).namespace : undefined
      if (stack === undefined) return next()
      const at = { node, stack }
      const other = await hold(engine, at)
      if (other) throw refusal(call, node, lockHold(other).because)
      return writes.during(keyOf(at), next)
    })
  }

  return {
    ...{ others, holdOf, robbed, turned, wrap, steal: thefts.begin, keepsAll: isServing(locker) },
    async keep(at) {
      const engine = engines.get(at.node)
      if (engine && !holdOf(at.stack)) await hold(engine, at)
    },
    async leave(node) {
      const host = inventory.host(node)
      if (host && host.unreachable === undefined) await giveBackAll(host)
    },
    async release() {
      watching.unsubscribe()
      giving.stop()
      rivals.stop()
      const cancel = options.clock.after(RELEASE_MS, () => over.abort(new Error('ending')))
      await turns.done()
      await Promise.all(inventory.hosts().map(giveBackAll))
      cancel()
      view.stop()
    },
  }
}

/** Forgets the engines of Nodes that are deleted. Not those that only give back their locks, as such a Node may be declared again. */
function forgetRemoved(engines: Map<string, Engine>, store: Store): Subscription {
  return store.watch('Node').subscribe(({ key, after }) => {
    if (!after) engines.delete(key)
  })
}

/** The refusal of a write. It is no failure of the write or the engine: the next pass finds who holds the lock. */
function refusal({ verb, args }: Call, node: string, detail: string): EngineError {
  return new EngineError('Cancelled', { node, tried: triedWords(verb, args), detail })
}
