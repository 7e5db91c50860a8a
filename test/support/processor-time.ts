/** How long the processor worked for it, ms: what else the machine does, and waits for, is not counted. Bounds are for what grows too fast. */
export function processorMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
