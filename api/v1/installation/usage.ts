/** Of which stack; of all, where none is named. */
export interface UsageRequest {
  readonly stack?: string
  readonly signal: AbortSignal
}

/** What tasks use, and what their nodes have. */
export interface Usage {
  readonly tasks: readonly TaskUsage[]
  readonly nodes: readonly NodeCapacity[]
}

export interface TaskUsage {
  readonly stack: string
  readonly service: string
  readonly task: string
  readonly node: string
  /** CPUs kept busy: 0.5 is half of one; absent where it was started or ended meanwhile. */
  readonly cpus?: number
  /** Absent where the node's kernel does not count it. */
  readonly memoryBytes?: number
  /** What it may use at most, where that is limited. */
  readonly memoryLimitBytes?: number
}

export interface NodeCapacity {
  readonly node: string
  /** Absent for one that has not answered. */
  readonly cpus?: number
  readonly memoryBytes?: number
}
