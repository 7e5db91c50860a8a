import type { SwarmFields } from '../../api/v1/swarm-stack.ts'

/** A service of a swarm, as far as we act on it. */
export interface SwarmService extends SwarmFields {
  readonly ID: string
  readonly Version: { readonly Index: number }
  readonly Spec: SwarmFields & { readonly Name: string }
}

/** A task of a swarm's service. */
export interface SwarmTask {
  readonly serviceId: string
  /** The swarm's id of the node that it is on; empty while it is on none. */
  readonly nodeId: string
  /** Such as `running`, and `shutdown` for one whose container has ended. */
  readonly state: string
  /** What the swarm wants of it, such as `running` or `shutdown`. */
  readonly desired: string
  /** Why it stands so, in the engine's words. */
  readonly message: string
}

/** A config of a swarm with its bytes. */
export interface SwarmConfig {
  readonly id: string
  /** Its `Data` are in base64. */
  readonly spec: SwarmFields & { readonly Name: string }
}
