/** The resource use of a running container, measured over the last second. */
export interface ContainerStats {
  /** CPUs in use: 0.5 is half of one. */
  readonly cpus: number
  /** Memory without reclaimable file cache; absent where the kernel does not count it. */
  readonly memoryBytes?: number
}
