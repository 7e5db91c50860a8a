/** An object of a swarm, as the engine answers it. */
export type SwarmFields = Readonly<Record<string, unknown>>

/** A stack of a swarm, as read from its engine. */
export interface SwarmStack {
  readonly stack: string
  /** Our node that its tasks run on. */
  readonly node: string
  /** The swarm's id for that node. */
  readonly swarmNode: string
  /** Whether this installation has other nodes too. */
  readonly hasMoreNodes: boolean
  readonly services: readonly SwarmFields[]
  /** All networks of the engine. */
  readonly networks: readonly SwarmFields[]
  /** The configs that its services use. */
  readonly configs: readonly SwarmStackConfig[]
  /** Where its running tasks have anonymous volumes. */
  readonly anonymous: readonly SwarmAnonymous[]
}

/** The paths of a service's tasks that have an anonymous volume. */
export interface SwarmAnonymous {
  /** The swarm's name of the service. */
  readonly service: string
  readonly paths: readonly string[]
}

export interface SwarmStackConfig {
  readonly id: string
  /** As the engine answers it; `Data` has the bytes in base64. */
  readonly spec: SwarmFields
}

export interface SwarmStackRequest {
  readonly stack: string
  readonly signal: AbortSignal
}
