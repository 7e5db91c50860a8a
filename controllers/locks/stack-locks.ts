import { EMPTY, filter, map, merge, mergeMap, type Observable, of, type Subscription } from 'rxjs'
import type { Clock } from '../../clock/clock.ts'
import { triedWords } from '../../engine/docker/tried.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, unlessGone } from '../../engine/errors.ts'
import type { HostView, Inventory } from '../../engine/inventory.ts'
import { isWrite } from '../../engine/is-write.ts'
import type { Run } from '../../engine/run.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'
import { type Call, wrapEngine } from '../../engine/wrap.ts'
import type { Store } from '../../store/objects/store.ts'
import type { NodeHold } from '../holds/node-hold.ts'
import type { Recorder } from '../runtime/recorder.ts'
import { createSingleFlight } from '../runtime/single-flight.ts'
import { createTurns } from './turns.ts'
import { watchDeaths } from './deaths.ts'
import { watchGone } from './gone.ts'
import { createThefts } from './thefts.ts'
import {
  holderOf,
  lockBody,
  lockedBy,
  type Locker,
  type LockHolder,
  lockHold,
  lockName,
  keyOf,
  leftWords,
  stolenWords,
  type StackAt,
  stackOf,
} from './stack-lock.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** The locks of stacks on engines. They keep two homes from working on one stack at the same time. */
export interface StackLocks {
  /**
   * The other home that holds a stack's lock. Undefined where none does, and where its lock may be stolen or was left by a dead process.
   */
  otherHolder(at: StackAt): LockHolder | undefined
  /** Wraps an engine so that its writes for a stack first take that stack's lock, and are refused while another home holds it. */
  wrap(engine: Engine): Engine
  /** Allows stealing these stacks' locks, once on each engine, as soon as something is to be written. Returns how to end that. */
  steal(stacks: readonly string[]): () => void
  /** A lock of one of these stacks that another home took from this command, which then does nothing more for that stack. */
  robbed(stacks: readonly string[]): Robbed | undefined
  /** The stacks whose locks other homes take or release, or that may now be stolen. */
  turned(): Observable<string>
  /** Releases our locks on a node that is removed, if it answers, so that another home may work there. */
  leave(node: string): Promise<void>
  /** Releases all our locks, also those of killed processes. */
  release(): Promise<void>
}

/** A lock that another home took from us. */
export interface Robbed {
  readonly at: StackAt
  readonly by: LockHolder
}

export interface StackLocksOptions {
  readonly installation: string
  readonly inventory: Inventory
  readonly clock: Clock
  readonly store: Store
  /** Records locks that could not be released. */
  readonly recorder: Recorder
  readonly locker: ActingLocker
}

/** Whoever takes locks, and may take them from others. */
export interface ActingLocker extends Locker {
  /** Whether all locks may be stolen, each once. */
  readonly steal?: boolean
  /** Whether a process is known to have ended, which can be told on its own machine; then its locks are taken over. Absent: none is. */
  readonly hasEnded?: (process: string) => boolean
  /** Called with a line that says whose lock is taken over. */
  readonly say?: (line: string) => void
}

/**
 * How long a process waits for the release of its locks when it ends, ms. A lock that stays is still this home's: its next command releases
 * it.
 */
const RELEASE_MS = 5_000

/** How often a lock is taken away in one attempt, as a busy holder may take it again as soon as it is free. */
const THEFTS = 3

/** The locks of one home. Each is taken before the first write for its stack, and held until the process ends. */
export function createStackLocks(options: StackLocksOptions): StackLocks {
  const { installation, inventory, locker } = options
  const { nameOf, lockAt, isOurs, othersAt, isLeft } = locksOf(options)
  const engines = new Map<string, Engine>()
  const thefts = createThefts(locker.steal === true)
  const once = createSingleFlight()
  const turns = createTurns()
  const over = new AbortController()
  const had = new Set<string>()
  const robbed = new Map<string, Robbed>()
  const deaths = watchDeaths({ ...options, lockAt: othersAt, isLeft })

  function otherHolder(at: StackAt): LockHolder | undefined {
    const thief = robbed.get(keyOf(at))?.by
    if (thief) return thief
    const volume = othersAt(at)
    if (!volume || thefts.may(at) || isLeft(volume)) return undefined
    if (locker.hasEnded) deaths.lookAgain(at)
    return holderOf(volume)
  }

  async function take(engine: Engine, stack: string, call: Call): Promise<void> {
    const at = { node: engine.node, stack }
    const thief = robbed.get(keyOf(at))?.by
    if (thief) throw refusal(call, engine.node, lockHold(thief, at).because)
    if (isOurs(lockAt(at))) return
    await options.store.durable() // our id must be known after a crash
    const isTold = thefts.may(at)
    await takeAway(engine, at)
    for (let attempts = 1; ; attempts++) {
      const since = timestamp(options.clock.now())
      const body = lockBody({ installation, stack }, { ...locker, since })
      const volume = await engine.createVolume({ body }, runFor(stack, `the lock of ${stack}, before its first change`))
      inventory.putVolume(engine.node, volume)
      if (isOurs(volume)) {
        had.add(keyOf(at))
        return thefts.done(at)
      }
      const mayTakeAway = isTold || isLeft(volume)
      if (!mayTakeAway || attempts >= THEFTS) throw refusal(call, engine.node, lockHold(holderOf(volume), at).because)
      await takeAway(engine, at)
    }
  }

  async function takeAway(engine: Engine, at: StackAt): Promise<void> {
    const present = othersAt(at)
    if (!present) return
    if (thefts.may(at)) return remove(engine, at, stolenWords(holderOf(present), at.stack))
    if (!isLeft(present)) return
    // Another home may have taken it over since.
    const found = await unlessGone(engine.inspectVolume({ name: present.Name }, runFor(at.stack, 'whose lock it is')))
    if (!found) return inventory.dropVolume(at.node, present.Name)
    inventory.putVolume(at.node, found)
    if (!isLeft(found)) return
    await remove(engine, at, leftWords(holderOf(found), at.stack))
  }

  async function remove(engine: Engine, { node, stack }: StackAt, reason: string): Promise<void> {
    await unlessGone(engine.removeVolume({ name: nameOf(stack) }, runFor(stack, reason)))
    inventory.dropVolume(node, nameOf(stack))
    locker.say?.(`${node}: took over ${reason}`)
  }

  /** Releases a lock. Later writes for its stack wait for that, and then take the lock again. */
  function giveBack(at: StackAt): Promise<void> {
    return turns.take(keyOf(at), async () => {
      const engine = engines.get(at.node)
      const volume = lockAt(at)
      if (!engine || !volume || !isOurs(volume)) return
      had.delete(keyOf(at))
      const name = volume.Name
      const run = runFor(at.stack, 'its lock is given back', over.signal)
      await unlessGone(
        engine.inspectVolume({ name }, run).then((found) => {
          return isOurs(found) ? engine.removeVolume({ name }, run) : inventory.putVolume(at.node, found)
        }),
      )
      if (isOurs(lockAt(at))) inventory.dropVolume(at.node, name)
    })
  }

  function giveBackAll({ node, volumes }: HostView): readonly Promise<void>[] {
    const ours = [...volumes.values()].filter(isOurs)
    return ours.map(({ Labels }) => giveBack({ node, stack: lockedBy(Labels ?? {}) ?? '' }))
  }

  const gone = watchGone({ ...options, nodes: () => engines.keys(), giveBack })
  // A command whose lock was taken does nothing more for that stack, so that it does not undo the taker's work.
  const watching = locksSeen(inventory).subscribe((at) => {
    const volume = lockAt(at)
    const isRobbed = locker.kind === 'command' && had.has(keyOf(at)) && volume !== undefined && !isOurs(volume)
    if (isRobbed && !robbed.has(keyOf(at))) robbed.set(keyOf(at), { at, by: holderOf(volume) })
  })
  watching.add(forgetRemoved(engines, options.store))

  function wrap(engine: Engine): Engine {
    const { node } = engine
    engines.set(node, engine)
    return wrapEngine(engine, (call, next) => {
      const stack = isWrite(call.verb) ? stackOf(call.run.object) : undefined
      if (stack === undefined) return next()
      const at = { node, stack }
      if (isOurs(lockAt(at)) && !turns.busy(keyOf(at))) {
        had.add(keyOf(at))
        return next()
      }
      return once(keyOf(at), () => turns.take(keyOf(at), () => take(engine, stack, call))).then(next)
    })
  }

  return {
    ...{ otherHolder, wrap, steal: thefts.begin },
    robbed: (stacks) => [...robbed.values()].find(({ at }) => stacks.includes(at.stack)),
    turned: () =>
      merge(
        thefts.begun,
        deaths.died,
        locksSeen(inventory).pipe(
          filter((at) => !isOurs(lockAt(at))),
          map(({ stack }) => stack),
        ),
      ),
    async leave(node) {
      const host = inventory.host(node)
      if (host?.unreachable === undefined) await Promise.allSettled(host ? giveBackAll(host) : [])
    },
    async release() {
      gone.stop()
      watching.unsubscribe()
      deaths.stop()
      const cancel = options.clock.after(RELEASE_MS, () => over.abort(new Error('ending')))
      await turns.done()
      await Promise.allSettled(inventory.hosts().flatMap(giveBackAll))
      cancel()
    },
  }
}

/** Forgets the engines of Nodes that are deleted. Not those that only give back their locks, as such a Node may be declared again. */
function forgetRemoved(engines: Map<string, Engine>, store: Store): Subscription {
  return store.watch('Node').subscribe(({ key, after }) => {
    if (!after) engines.delete(key)
  })
}

/** The locks as one home sees them: its own, those of others, and those whose holder was killed or is unknown. */
function locksOf({ installation, inventory, locker }: StackLocksOptions) {
  const nameOf = (stack: string) => lockName({ installation, stack })
  const lockAt = ({ node, stack }: StackAt) => inventory.host(node)?.volumes.get(nameOf(stack))
  const isOurs = (volume: VolumeInspect | undefined) => volume !== undefined && holderOf(volume).id === locker.id
  const isLeft = (volume: VolumeInspect) => {
    const { id, process } = holderOf(volume)
    return id === '' || (process !== undefined && locker.hasEnded?.(process) === true)
  }
  return { nameOf, lockAt, isOurs, isLeft, othersAt: (at: StackAt) => [lockAt(at)].find((volume) => !isOurs(volume)) }
}

/** The locks that appear or disappear. */
function locksSeen(inventory: Inventory): Observable<StackAt> {
  return inventory.watch().pipe(
    mergeMap(({ type, node, labels }) => {
      const stack = type === 'volume' ? lockedBy(labels) : undefined
      return stack === undefined ? EMPTY : of({ node, stack })
    }),
  )
}

/** A run of its own for each call on a lock, as several runs may wait for it. */
function runFor(stack: string, reason: string, signal: AbortSignal = new AbortController().signal): Run {
  return { signal, object: `Stack/${stack}`, reason }
}

/** The refusal of a write. It is no failure of the write or the engine: the next pass finds who holds the lock. */
function refusal({ verb, args }: Call, node: string, detail: string): EngineError {
  return new EngineError('Cancelled', { node, tried: triedWords(verb, args), detail })
}

/** Replaces the actions that change a stack by holds where another home has locked that stack. */
export function unlessLocked<A extends { readonly do: string; readonly node: string }>(
  planned: readonly A[],
  { stack, locks, held }: { stack: string; locks: StackLocks | undefined; held: (action: A, hold: NodeHold) => A },
): readonly A[] {
  if (!locks) return planned
  return planned.map((action) => {
    const hold = CHANGES.has(action.do) ? otherHome({ node: action.node, stack }, { locks }) : undefined
    return hold ? held(action, hold) : action
  })
}

/** Why nothing of a stack may be changed on a node: another home holds its lock there. Undefined where none does. */
export function otherHome(at: StackAt, { locks }: { readonly locks?: StackLocks | undefined }): NodeHold | undefined {
  const holder = locks?.otherHolder(at)
  return holder && lockHold(holder, at)
}

/** The actions of networks, volumes and deliveries that change a host. */
const CHANGES: ReadonlySet<string> = new Set(['create', 'remove', 'deliver', 'collect'])
