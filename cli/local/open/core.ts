import type { Audit } from '../../../api/v1/installation/audit-record.ts'
import type { BehaviorSubject } from 'rxjs'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { Settings } from '../../../api/v1/settings.ts'
import type { Clock } from '../../../clock/clock.ts'
import type { Random } from '../../../clock/random.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Ourselves } from '../../../controllers/runtime/ourselves.ts'
import type { Inventory } from '../../../engine/inventory.ts'
import type { History } from '../../../store/objects/history.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import type { Connections, Engines } from './connections.ts'

/** What the verbs work on: the state of one installation, and its loops once they run. */
export interface Core {
  readonly home: string
  readonly installation: string
  readonly store: Store
  /** The store's recent past, for watches. */
  readonly history: History
  readonly clock: Clock
  readonly random: Random
  readonly settings: Settings
  /** The variables of this process: for secrets that nobody saved, and for watched trees. */
  readonly variable: (name: string) => string | undefined
  /** Whether more nodes may still be declared, by directories that the state has nothing of yet: nothing is placed before. */
  readonly unread?: BehaviorSubject<boolean>
  /** Who changed what, why, and by which calls: kept while the lock is held. */
  readonly audit: Audit
  /** The container that its loops run in; absent outside of one. */
  readonly ourselves?: Ourselves
  /** What it was opened for: `serve` works for good on every stack, `read` makes and changes nothing. */
  readonly purpose: 'read' | 'act' | 'serve'
  /** Throws (exit 5) where a command could never do anything, as the system keeps this user from the socket of an engine once these are declared. */
  readonly checkRights: (objects: readonly ObjectOf[]) => void
  /** Whether this machine is known by now to have no engine, and only controls others; as of what is to be declared, where that is given. */
  readonly isLocalAbsent: (declared?: Store) => boolean
  /** How long a stack that another home works on is waited for, ms. */
  readonly lockWaitMs: number
  /**
   * The loops, started with the first call: in `serve` on all stacks, in a command on these, when only reading on all but
   * without a write to any engine. `services`: in a command of the services of these stacks those alone.
   */
  begin(stacks: readonly string[], services?: ReadonlySet<Key>): Promise<Loops>
  /** What is known of the hosts by now: they are asked from the start on. */
  inventory(): Promise<Inventory>
  /** The engines as they are, by node. */
  engines(): Promise<Engines>
  /** Those of nodes that are declared anew, or to be elsewhere, for a look. */
  readonly connectOthers: Connections['connectOthers']
  /** Aborted when it closes: from then on others may have the home. */
  readonly closing: AbortSignal
  /** Ends the loops, waits for what was written, lets go of the state. */
  close(): Promise<void>
}

/** The directory of stored secrets and configs. */
export function secretsDirectory(home: string): string {
  return `${home}/secrets`
}

/** The directory of the log and its lock. */
export function stateDirectory(home: string): string {
  return `${home}/state`
}

/** Where the key for hashes of contents is kept: beside what the state made of it, and with the secrets, for when the state is lost. */
export function keyFiles(home: string): readonly string[] {
  return [`${stateDirectory(home)}/content-key`, `${secretsDirectory(home)}/.key`]
}

/** The directory of the audit log. */
export function auditDirectory(home: string): string {
  return `${home}/audit`
}

/** The directory of what was applied. */
export function desiredDirectory(home: string): string {
  return `${home}/desired`
}
