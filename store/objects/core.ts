import type { Immer } from 'immer'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Random } from '../../clock/random.ts'
import type { Delivery } from './delivery.ts'
import type { Facts } from './facts.ts'
import type { Keeper } from './keeper.ts'
import type { Owners } from './owners.ts'
import type { Change, FactFamily } from './store.ts'
import type { Table } from './table.ts'
import type { Versions } from './versions.ts'

/** The state that the store's methods work on. */
export interface Core {
  readonly clock: Clock
  readonly random: Random
  readonly immer: Immer
  readonly tables: Readonly<Record<Kind, Table>>
  readonly owners: Owners
  readonly facts: Facts
  readonly keeper: Keeper
  readonly versions: Versions
  readonly changes: Delivery<Kind | `${Kind} specs`, Change<ObjectOf>>
  readonly factChanges: Delivery<'facts', { readonly family: FactFamily; readonly key: string }>
}
