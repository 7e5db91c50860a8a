import type { Cancel } from '../../clock/clock.ts'
import type { Container, HostState } from './state.ts'

/** Drops the process and its timers. */
export function clearProcess(container: Container): void {
  for (const cancel of container.process?.timers ?? []) cancel()
  container.process = undefined
}

/** Runs `run` later, unless the process is gone by then. */
export function later(host: HostState, container: Container, what: { ms: number; run: () => void }): void {
  const { process } = container
  const cancel = host.power.after(what.ms, () => {
    if (process !== undefined) process.timers = remaining(process.timers, cancel)
    what.run()
  })
  if (process !== undefined) process.timers = [...(process.timers ?? []), cancel]
}

/** The remaining timers; undefined when there are none, as for most processes. */
function remaining(timers: Cancel[] | undefined, ended: Cancel): Cancel[] | undefined {
  const left = timers?.filter((timer) => timer !== ended)
  return left?.length === 0 ? undefined : left
}
