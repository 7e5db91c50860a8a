import { labels, lockLabels } from '../../api/v1/labels.ts'
import { holdReasons } from '../../api/v1/reasons.ts'
import type { VolumeBody, VolumeInspect } from '../../engine/types/volume.ts'
import type { NodeHold } from '../holds/node-hold.ts'

/** Whoever takes locks: one state directory, whichever process works on it, as never two do at once (S11). */
export interface Locker {
  /** Random, and kept with the state. */
  readonly id: string
  /** USER@MACHINE. */
  readonly by: string
  /** A `serve` holds its locks as long as it runs. */
  readonly kind: 'serve' | 'command'
  /** Such as `reconcile apply (pid 4711)`; without arguments, which may hold secrets. */
  readonly command: string
  /** Identifies its process on its machine; absent where that can't be told. */
  readonly process?: string
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

/** The holder of a lock. */
export interface LockHolder extends Locker {
  /** RFC 3339. */
  readonly since: string
}

/** A stack of an installation. */
export interface LockedStack {
  readonly installation: string
  readonly stack: string
}

/** A stack on the engine of a node. */
export interface StackAt {
  readonly node: string
  readonly stack: string
}

/**
 * The name of a stack's lock on an engine. The lock is an empty volume that is mounted nowhere. Creating a volume is atomic and idempotent:
 * the first caller creates it, and every later one gets its labels. So one call takes the lock or returns its holder.
 */
export function lockName({ installation, stack }: LockedStack): string {
  return `reconcile-lock.${installation}.${stack}`
}

/** The volume to create for the lock. It has no installation label: it is no resource, and nothing garbage-collects it. */
export function lockBody(locked: LockedStack, { id, by, kind, command, since, process }: LockHolder): VolumeBody {
  return {
    Name: lockName(locked),
    Labels: {
      [labels.stack]: locked.stack,
      [lockLabels.holder]: id,
      [lockLabels.by]: by,
      [lockLabels.kind]: kind,
      [lockLabels.command]: command,
      [lockLabels.since]: since,
      ...(process === undefined ? {} : { [lockLabels.process]: process }),
    },
  }
}

/** The holder of a lock, from its labels; one with an empty id where they are missing. */
export function holderOf({ Labels, CreatedAt = '' }: VolumeInspect): LockHolder {
  const { [lockLabels.holder]: id = '', [lockLabels.by]: by = 'somebody' } = Labels ?? {}
  const { [lockLabels.command]: command = 'by hand', [lockLabels.since]: since = CreatedAt } = Labels ?? {}
  const kind = Labels?.[lockLabels.kind] === 'serve' ? 'serve' : 'command'
  const process = Labels?.[lockLabels.process]
  return { id, by, kind, command, since, ...(process === undefined ? {} : { process }) }
}

/** Whether a holder keeps its locks as long as it runs. */
export function isServing({ kind }: Locker): boolean {
  return kind === 'serve'
}

/** Says whose lock was stolen. */
export function stolenWords({ by, command, since }: LockHolder, stack: string): string {
  return `the lock of ${stack}, taken away by --steal from ${by}: ${command}, since ${since}`
}

/** Says who left a lock behind. An engine (20.10) that ends while it creates the volume keeps the name without the labels. */
export function leftWords({ id, by, command, since }: LockHolder, stack: string): string {
  if (id === '') return `the lock of ${stack}, which has nobody's name since ${since}`
  return `the lock of ${stack}, which ${by} left behind: ${command}, since ${since}, was killed`
}

/** A lock on a host, and its holder. */
export interface HeldLock {
  readonly at: StackAt
  readonly by: LockHolder
}

/** A map key. */
export function keyOf({ node, stack }: StackAt): string {
  return `${node} ${stack}`
}

/** The stack that a volume locks, by its labels; undefined for other volumes. */
export function lockedBy(own: Readonly<Record<string, string>>): string | undefined {
  return own[lockLabels.holder] === undefined ? undefined : own[labels.stack]
}

/** Says who works on a stack. */
export function holderWords({ by, command, since }: LockHolder, { node, stack }: StackAt): string {
  return `${by} works on ${stack} on ${node}: ${command}, since ${since}`
}

/** The hold for a stack that another home has locked, with the remedy. */
export function lockHold({ at, by }: HeldLock): NodeHold {
  const because = `${holderWords(by, at)}; it goes on when that has ended, or with --steal`
  return { reason: holdReasons.waitingForLock, because }
}
