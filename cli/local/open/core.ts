import type { Audit } from '../../../api/v1/installation/audit-record.ts'
import type { BehaviorSubject } from 'rxjs'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { Settings } from '../../../api/v1/settings.ts'
import type { Clock } from '../../../clock/clock.ts'
import type { Random } from '../../../clock/random.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Ourselves } from '../../../controllers/ownership/ourselves.ts'
import type { CallsUnderWay } from '../../../engine/under-way.ts'
import type { Inventory } from '../../../engine/inventory.ts'
import type { History } from '../../../store/objects/history.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import type { Source } from '../../../store/source/source.ts'
import type { Connections, Engines } from './connections.ts'

/** An opened installation: its state, engines and, once begun, its control loops. All verbs work on it. */
export interface Core {
  readonly home: string
  readonly installation: string
  readonly store: Store
  /** Recent store events, for watches. */
  readonly history: History
  readonly clock: Clock
  readonly random: Random
  readonly settings: Settings
  /** Looks up this process's environment variables, for secrets and watched trees. */
  readonly variable: (name: string) => string | undefined
  /** True while watched directories were not read since the start: nothing that is declared is carried out before. */
  readonly unread?: BehaviorSubject<boolean>
  /** In a `serve`, whether it has read each watched directory completely, so that it deletes what is missing. */
  readonly allWhole?: Source['allWhole']
  /** The audit log: who changed what, why, and by which calls. Written while the lock is held. */
  readonly audit: Audit
  /** The container that this process runs in; absent outside of one. */
  readonly ourselves?: Ourselves
  /** `serve` reconciles all stacks continuously, `act` only what its command names, `read` changes nothing. */
  readonly purpose: 'read' | 'act' | 'serve'
  /**
   * Throws (exit 5) if this user may not open the socket of an engine of the present nodes and these objects: the command could never
   * succeed.
   */
  readonly checkRights: (objects: readonly ObjectOf[]) => void
  /** Whether this machine has no engine and only controls other nodes; judged by `declared` if given, else by the store. */
  readonly isLocalAbsent: (declared?: Store) => boolean
  /** How long to wait for the lock of a stack that another home holds, ms. */
  readonly lockWaitMs: number
  /**
   * Returns the control loops, starting them on the first call: in `serve` for all stacks, in a command for these ones, or for `services`
   * only if given. When only reading they run for all stacks, without writes to engines.
   */
  begin(stacks: readonly string[], services?: ReadonlySet<Key>): Promise<Loops>
  /** The observed state of the hosts; they are listed from the start on. */
  inventory(): Promise<Inventory>
  /** The writing calls of this process that engines have not answered. */
  readonly calls: Pick<CallsUnderWay, 'now' | 'watch'>
  /** The engines by node. */
  engines(): Promise<Engines>
  /** Connects added or moved nodes temporarily, to observe them. */
  readonly connectOthers: Connections['connectOthers']
  /** As `OpenState.check`. */
  checkState(): Promise<void>
  /** Aborts when the core closes; from then on other processes may use the home. */
  readonly closing: AbortSignal
  /** Stops the loops, waits for pending writes and releases the state. */
  close(): Promise<void>
}

/** The directory of stored contents of Secrets and Configs. */
export function secretsDirectory(home: string): string {
  return `${home}/secrets`
}

/** The directory of the log and its lock. */
export function stateDirectory(home: string): string {
  return `${home}/state`
}

/** Where the key for content hashes is kept: in the state, and beside the secrets in case the state is lost. */
export function keyFiles(home: string): readonly string[] {
  return [`${stateDirectory(home)}/content-key`, `${secretsDirectory(home)}/.key`]
}

/** The directory of the audit log. */
export function auditDirectory(home: string): string {
  return `${home}/audit`
}

/** The directory of applied manifests. */
export function desiredDirectory(home: string): string {
  return `${home}/desired`
}
