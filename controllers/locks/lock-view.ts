import type { Observable } from 'rxjs'
import type { Inventory } from '../../engine/inventory.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'
import { each } from '../runtime/each.ts'
import {
  type ActingLocker,
  type HeldLock,
  holderOf,
  lockedBy,
  type LockHolder,
  lockName,
  type StackAt,
} from './stack-lock.ts'
import { chainOf } from './takeovers.ts'

interface Seeing {
  readonly installation: string
  readonly inventory: Inventory
  readonly locker: ActingLocker
}

/** The locks on all hosts, as one home sees them: its own, those of others, and those whose holder was killed or is unknown. */
export interface LockView {
  nameOf(stack: string): string
  /** A lock and its takeovers, in order. */
  chainAt(at: StackAt): readonly VolumeInspect[]
  /** The one of them that counts. */
  lockAt(at: StackAt): VolumeInspect | undefined
  isOurs(volume: VolumeInspect | undefined): boolean
  /** Whether it is ours, and does not name a process before this one: other homes take that for left behind. */
  isHeld(volume: VolumeInspect | undefined): boolean
  /** Whether a holder has ended without releasing its lock, or is unknown. */
  isLeft(holder: LockHolder): boolean
  /** The lock of a stack on a host, if this process does not hold it. */
  othersAt(at: StackAt): VolumeInspect | undefined
  /** Our locks of a stack. */
  oursOf(stack: string): readonly StackAt[]
  /** Other homes' locks of a stack. Not those on hosts that do not answer: nobody knows what is there now. */
  othersOf(stack: string): readonly HeldLock[]
  /** The locks that appear or disappear, and those on hosts that answer again, or don't any more. */
  changes(): Observable<StackAt>
  stop(): void
}

/** Keeps the view up to date until stopped. Subscribers to `changes` find it so. */
export function viewLocks({ installation, inventory, locker }: Seeing): LockView {
  const nameOf = (stack: string) => lockName({ installation, stack })
  const chainAt = ({ node, stack }: StackAt) =>
    chainOf(nameOf(stack), (name) => inventory.host(node)?.volumes.get(name))
  const lockAt = (at: StackAt) => chainAt(at).at(-1)
  const isOurs = (volume: VolumeInspect | undefined) => volume !== undefined && holderOf(volume).id === locker.id
  const isFormer = ({ id, process }: LockHolder) =>
    id === locker.id && process !== undefined && process !== locker.process
  const isHeld = (volume: VolumeInspect | undefined) =>
    volume !== undefined && isOurs(volume) && !isFormer(holderOf(volume))
  const nodes = new Map<string, Set<string>>()
  const note = (at: StackAt) => {
    const known = nodes.get(at.stack) ?? new Set()
    nodes.set(at.stack, known)
    if (lockAt(at) || !inventory.host(at.node)) known.add(at.node)
    else known.delete(at.node)
  }
  for (const { node, volumes } of inventory.hosts())
    for (const { Labels } of volumes.values()) for (const stack of lockIn(Labels)) note({ node, stack })
  // A host that is removed still counts here, so that its locks are seen to go.
  const locksOn = (node: string) => [...nodes].flatMap(([stack, places]) => (places.has(node) ? [{ node, stack }] : []))
  const changes = () =>
    inventory.watch().pipe(
      each(({ type, node, labels }) => {
        if (type === 'host') return locksOn(node)
        return type === 'volume' ? lockIn(labels).map((stack) => ({ node, stack })) : []
      }),
    )
  const noting = changes().subscribe(note)
  const placesOf = (stack: string) => [...(nodes.get(stack) ?? [])].map((node) => ({ node, stack }))
  return {
    ...{ nameOf, chainAt, lockAt, isOurs, isHeld, changes },
    isLeft(holder) {
      const { id, process } = holder
      return id === '' || isFormer(holder) || (process !== undefined && locker.hasEnded?.(process) === true)
    },
    othersAt: (at) => [lockAt(at)].find((volume) => !isHeld(volume)),
    oursOf: (stack) => placesOf(stack).filter((at) => isOurs(lockAt(at))),
    othersOf: (stack) =>
      placesOf(stack).flatMap((at): readonly HeldLock[] => {
        const volume = inventory.host(at.node)?.unreachable === undefined ? lockAt(at) : undefined
        return volume === undefined || isOurs(volume) ? [] : [{ at, by: holderOf(volume) }]
      }),
    stop: () => noting.unsubscribe(),
  }
}

function lockIn(own: VolumeInspect['Labels']): readonly string[] {
  const stack = lockedBy(own ?? {})
  return stack === undefined ? [] : [stack]
}
