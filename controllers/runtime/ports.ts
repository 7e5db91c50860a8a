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
import type { Forgotten } from './forgotten.ts'
import type { Meter } from './meter.ts'
import type { Ourselves } from './ourselves.ts'
import type { Recorder } from './recorder.ts'
import type { SingleFlight } from './single-flight.ts'
import type { StackLocks } from '../locks/stack-locks.ts'

/** Everything that a loop may touch. Each port has a virtual or in-memory twin, so that plan runs the same loops. */
export interface Ports {
  readonly store: Store
  readonly inventory: Inventory
  /** The engine of a node; undefined when the node is unknown. */
  readonly engine: (node: string) => Engine | undefined
  readonly contents: Contents
  readonly recorder: Recorder
  /** Work that several keys need and one does: pulls, builds, image look-ups. */
  readonly once: SingleFlight
  /** The tasks that were ours and are no more. */
  readonly forgotten: Forgotten
  readonly clock: Clock
  readonly random: Random
  readonly settings: Settings
  /** The installation's name: on every object it makes. */
  readonly installation: string
  /** Absent: nothing is measured. */
  readonly meter?: Meter
  /** The container that the loops run in; absent outside of one. */
  readonly ourselves?: Ourselves
  /** The sources of services, where what changes in them is brought to their tasks; absent: nothing is. */
  readonly developing?: Developing
  /** The locks of stacks, against other homes; absent: none is taken, as in a plan. */
  readonly locks?: StackLocks
  /** Whether no call that changes a host is ever answered, as where somebody looks alone. */
  readonly onlyLooks?: boolean
  /** Whether more nodes may still be declared by what was not read yet: nothing is placed before; absent: none is. */
  readonly unread?: BehaviorSubject<boolean> | undefined
  /** Whether the loops are to look at a key; absent: at all. An apply without serve acts on the stacks in its files alone. */
  readonly concerns?: (key: Key, kind: Kind) => boolean
}
