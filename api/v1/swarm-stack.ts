/** What a swarm has of something, as its engine answers. */
export type SwarmFields = Readonly<Record<string, unknown>>

/** A stack of a swarm, as its engine tells it. */
export interface SwarmStack {
  readonly stack: string
  /** The node of ours that its tasks run on. */
  readonly node: string
  /** The swarm's id of that node. */
  readonly swarmNode: string
  /** Whether we have other nodes as well. */
  readonly hasMoreNodes: boolean
  readonly services: readonly SwarmFields[]
  /** Those of the engine. */
  readonly networks: readonly SwarmFields[]
  /** Those that its services read. */
  readonly configs: readonly SwarmStackConfig[]
}

export interface SwarmStackConfig {
  readonly id: string
  /** As its engine answers; its bytes are `Data`, in base64. */
  readonly spec: SwarmFields
}

export interface SwarmStackRequest {
  readonly stack: string
  readonly signal: AbortSignal
}
