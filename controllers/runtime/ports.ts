import type { BehaviorSubject } from 'rxjs'
import type { Kind } from '../../api/v1/kinds.ts'
import type { Settings } from '../../api/v1/settings.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Random } from '../../clock/random.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Inventory } from '../../engine/inventory.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import type { Contents } from '../../store/contents/contents.ts'
import type { Developing } from '../develop/port.ts'
import type { Forgotten } from '../ownership/forgotten.ts'
import type { Meter } from './meter.ts'
import type { Ourselves } from '../ownership/ourselves.ts'
import type { Recorder } from './recorder.ts'
import type { SingleFlight } from './single-flight.ts'
import type { StackLocks } from '../locks/stack-locks.ts'

/** All dependencies of a loop. Each has a virtual or in-memory implementation, so that `plan` runs the same loops. */
export interface Ports {
  readonly store: Store
  readonly inventory: Inventory
  /** The engine of a node; undefined when the node is unknown. */
  readonly engine: (node: string) => Engine | undefined
  readonly contents: Contents
  readonly recorder: Recorder
  /** Deduplicates work that several keys need: pulls, builds, image look-ups. */
  readonly once: SingleFlight
  /** The tasks that were deleted in this process's time. */
  readonly forgotten: Forgotten
  readonly clock: Clock
  readonly random: Random
  readonly settings: Settings
  /** The installation's name, a label on every object it makes. */
  readonly installation: string
  /** Absent: nothing is measured. */
  readonly meter?: Meter
  /** The container that the loops run in; absent outside of one. */
  readonly ourselves?: Ourselves
  /** The source directories whose changes are synced into running tasks; absent: none are. */
  readonly developing?: Developing
  /** The locks that keep other homes from working on the same stack; absent: none is taken, as in a plan. */
  readonly locks?: StackLocks
  /** Whether this process only reads: no call that changes a host is ever answered. */
  readonly onlyLooks?: boolean
  /** Whether no other process works on the installation either; only known to one that only reads. */
  readonly isUnattended?: boolean
  /**
   * True while watched directories were not read since the start: what is declared may be older than they are, so that only early loops
   * work (`Controller.isEarly`). Absent: none is watched.
   */
  readonly unread?: BehaviorSubject<boolean> | undefined
  /** Whether the loops may work a key; absent: any. An apply without serve works only on the stacks in its files. */
  readonly concerns?: (key: Key, kind: Kind) => boolean
}
