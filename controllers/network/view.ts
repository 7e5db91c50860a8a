import type { V1Maker, V1Network } from '../../api/v1/generated/types.ts'
import type { OneOffRef } from '../../api/v1/installation/one-off.ts'
import type { NodeHold } from '../holds/node-hold.ts'
import type { Stayer } from '../holds/used-elsewhere.ts'
import type { Declarer } from './declarer.ts'

/** A network on one host that has the wanted name. */
export interface HostNetwork {
  readonly id: string
  /** The name that it was made under; absent: the present one. */
  readonly formerName?: string
  /** Of a former name: whether tasks that use it through external Networks are to stay on the host. */
  readonly awaited?: boolean
  /** Whether our installation made it, or the resource says that it is external. */
  readonly ours: boolean
  /** Whether it is to be adopted, though others made it. */
  readonly adoptable?: true
  /** Who made it, by its labels. */
  readonly maker?: V1Maker
  /** How it differs from what is declared, in words. */
  readonly difference?: string
  /** Names of the containers in it. */
  readonly containers: readonly string[]
  /** Names of the unclaimed containers in it: another home applied them. */
  readonly unclaimed?: readonly string[]
  /** Those of `containers` that belong to no task, such as leftovers of an adopted stack: no loop removes them. */
  readonly taskless?: readonly string[]
  /** Those of `containers` that a person made for one command. */
  readonly oneOffs?: readonly OneOffRef[]
  /** Those of `containers` that use it through another Network resource, and stay in it. */
  readonly stay?: readonly Stayer[]
}

/** The observed state of one network, from which the loop decides. */
export interface NetworkView {
  readonly network: V1Network
  readonly hostName: string
  /** The number of tasks that use it, by node. */
  readonly users: ReadonlyMap<string, number>
  /** The nodes with a task that is not on its way out. */
  readonly staying: ReadonlySet<string>
  /** Whether a service declares tasks that use it, even if none exists yet. */
  readonly awaited: boolean
  /** The nodes that have it or may have it, as recorded. */
  readonly seen: ReadonlySet<string>
  /** The nodes that can't be worked on, and of which nobody knows whether they have it. */
  readonly unknown: ReadonlySet<string>
  /** The nodes that take no new tasks: where it has no user, it is not awaited. */
  readonly closed: ReadonlySet<string>
  /** The other stack that declares it, if it is external here. */
  readonly declarer?: Declarer
  /** Whether all those services were stopped by hand. */
  readonly stopped?: boolean
  /** By node, the networks with its name, or why the node may not be worked on. */
  readonly onHost: ReadonlyMap<string, readonly HostNetwork[] | NodeHold>
  /** By node, those of ours that were made for it under names that it had before. */
  readonly former: ReadonlyMap<string, readonly HostNetwork[]>
}

/** The names of all containers in a network. */
export function whoIsIn({ containers, unclaimed = [] }: HostNetwork): readonly string[] {
  return [...containers, ...unclaimed]
}
