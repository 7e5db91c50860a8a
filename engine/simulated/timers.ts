import type { Container, HostState } from './state.ts'

/** Forgets the process and all that was to come of it. */
export function clearProcess(container: Container): void {
  for (const cancel of container.process?.timers ?? []) cancel()
  container.process = undefined
}

/** Runs `run` later, unless the process has gone by then. */
export function later(host: HostState, container: Container, what: { ms: number; run: () => void }): void {
  const timers = container.process?.timers
  const cancel = host.power.after(what.ms, () => {
    timers?.delete(cancel)
    what.run()
  })
  timers?.add(cancel)
}
