import type { SwarmFields } from '../../api/v1/swarm-stack.ts'

/** A swarm service, as far as we use it. */
export interface SwarmService extends SwarmFields {
  readonly ID: string
  readonly Version: { readonly Index: number }
  readonly Spec: SwarmFields & { readonly Name: string }
}

/** A task of a swarm service. */
export interface SwarmTask {
  readonly serviceId: string
  /** The swarm's id of its node; empty while it has none. */
  readonly nodeId: string
  /** Such as `running`, and `shutdown` for one whose container has ended. */
  readonly state: string
  /** Its desired state, such as `running` or `shutdown`. */
  readonly desired: string
  /** The reason for its state, in the engine's words. */
  readonly message: string
}

/** A swarm config with its bytes. */
export interface SwarmConfig {
  readonly id: string
  /** Its `Data` is in base64. */
  readonly spec: SwarmFields & { readonly Name: string }
}
