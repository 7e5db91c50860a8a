/** The stack to look at; all stacks if absent. */
export interface UsageRequest {
  readonly stack?: string
  readonly signal: AbortSignal
}

/** The resource usage of tasks, and the resources of their nodes. */
export interface Usage {
  readonly tasks: readonly TaskUsage[]
  readonly nodes: readonly NodeCapacity[]
}

export interface TaskUsage {
  readonly stack: string
  readonly service: string
  readonly task: string
  readonly node: string
  /** CPUs in use: 0.5 is half of one. Absent if the container started or ended during the measurement. */
  readonly cpus?: number
  /** Absent if the node's kernel does not account for it. */
  readonly memoryBytes?: number
  /** Its memory limit, if it has one. */
  readonly memoryLimitBytes?: number
}

export interface NodeCapacity {
  readonly node: string
  /** Absent for a node that has not answered. */
  readonly cpus?: number
  readonly memoryBytes?: number
}
