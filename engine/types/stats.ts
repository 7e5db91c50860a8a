/** What a container that runs uses, as its engine measured it over the last second. */
export interface ContainerStats {
  /** CPUs kept busy: 0.5 is half of one. */
  readonly cpus: number
  /** Memory without the files' cache that the kernel takes back at once; absent where the kernel does not count it. */
  readonly memoryBytes?: number
}
