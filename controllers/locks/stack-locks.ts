import { EMPTY, filter, map, merge, mergeMap, type Observable, of } from 'rxjs'
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

/** The locks of stacks on engines, as the hosts have them: so that two homes never work on one stack at the same time. */
export interface StackLocks {
  /** Who has a stack's lock in our place; undefined where nobody does, or it is to be stolen. */
  otherHolder(at: StackAt): LockHolder | undefined
  /** The same engine, whose writes for a stack wait until its lock is ours, and are refused where another has it. */
  wrap(engine: Engine): Engine
  /** Until it is called off, these stacks' locks are taken away from others: once at each engine, when there is something to do. */
  steal(stacks: readonly string[]): () => void
  /** Who took a lock of one of these stacks away from a command, which does nothing more for that stack. */
  robbed(stacks: readonly string[]): Robbed | undefined
  /** Stacks whose locks others took or let go of. */
  turned(): Observable<string>
  /** Gives back those that are ours on a node that goes, where it answers: another home may work there then. */
  leave(node: string): Promise<void>
  /** Gives back all that are ours, those of processes that were killed as well. */
  release(): Promise<void>
}

/** A lock that was taken away. */
export interface Robbed {
  readonly at: StackAt
  readonly by: LockHolder
}

export interface StackLocksOptions {
  readonly installation: string
  readonly inventory: Inventory
  readonly clock: Clock
  readonly store: Store
  /** Told of a lock that could not be given back. */
  readonly recorder: Recorder
  readonly locker: ActingLocker
}

/** Who takes locks, and from whom. */
export interface ActingLocker extends Locker {
  /** Whether all may be taken away from others, once each. */
  readonly steal?: boolean
  /** Whether a process is known to have ended, as one of the same machine is: its locks are taken over. Absent: of none. */
  readonly hasEnded?: (process: string) => boolean
  /** Told whose lock is taken over. */
  readonly say?: (line: string) => void
}

/** An engine that does not answer keeps no process from ending, ms: the lock is this home's still, and its next command gives it back. */
const RELEASE_MS = 5_000

/** Who had it may be at work, and takes it anew in the moment that it is free: it is taken away so often. */
const THEFTS = 3

/** The locks that one home takes, with the first write for a stack, and holds until its process ends. */
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
    await options.store.durable() // whose lock it is must be known after a crash
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
    const words = leftWords(holderOf(found), at.stack)
    await remove(engine, at, words)
    locker.say?.(`${at.node}: took over ${words}`)
  }

  async function remove(engine: Engine, { node, stack }: StackAt, reason: string): Promise<void> {
    await unlessGone(engine.removeVolume({ name: nameOf(stack) }, runFor(stack, reason)))
    inventory.dropVolume(node, nameOf(stack))
  }

  /** What is done for a stack from here on waits for this, and takes its lock anew. */
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

  // Whoever took it from a command knows better: what that would still do is not to undo it.
  const thieves = locksSeen(inventory).subscribe((at) => {
    const volume = lockAt(at)
    const isRobbed = locker.kind === 'command' && had.has(keyOf(at)) && volume !== undefined && !isOurs(volume)
    if (isRobbed && !robbed.has(keyOf(at))) robbed.set(keyOf(at), { at, by: holderOf(volume) })
  })

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
      engines.delete(node)
    },
    async release() {
      gone.stop()
      thieves.unsubscribe()
      deaths.stop()
      const cancel = options.clock.after(RELEASE_MS, () => over.abort(new Error('ending')))
      await turns.done()
      await Promise.allSettled(inventory.hosts().flatMap(giveBackAll))
      cancel()
    },
  }
}

/** The locks as one home sees them: its own, those of others, and those that are left behind as their process was killed, or nobody's. */
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

/** Where a lock was made or removed. */
function locksSeen(inventory: Inventory): Observable<StackAt> {
  return inventory.watch().pipe(
    mergeMap(({ type, node, labels }) => {
      const stack = type === 'volume' ? lockedBy(labels) : undefined
      return stack === undefined ? EMPTY : of({ node, stack })
    }),
  )
}

/** What is done to one lock belongs to no run: several may wait for it. */
function runFor(stack: string, reason: string, signal: AbortSignal = new AbortController().signal): Run {
  return { signal, object: `Stack/${stack}`, reason }
}

/** No failure of what was to be done, nor of the engine: the next look finds who has the lock. */
function refusal({ verb, args }: Call, node: string, detail: string): EngineError {
  return new EngineError('Cancelled', { node, tried: triedWords(verb, args), detail })
}

/** What would change a stack that another home works on is held. */
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

/** Why nothing of a stack may be changed on a node: another home has its lock there; undefined where none has. */
export function otherHome(at: StackAt, { locks }: { readonly locks?: StackLocks | undefined }): NodeHold | undefined {
  const holder = locks?.otherHolder(at)
  return holder && lockHold(holder, at)
}

/** What networks, volumes and deliveries are changed by. */
const CHANGES: ReadonlySet<string> = new Set(['create', 'remove', 'deliver', 'collect'])
