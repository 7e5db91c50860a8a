import type { Cancel } from '../../clock/clock.ts'
import type { Engine } from '../engine.ts'
import type { Calls } from './calls.ts'
import type { HostState } from './state.ts'
import { simulatedVerbs } from './verbs.ts'

/** Opens one client's connection to a simulated host. Closing it ends its streams and calls, and refuses further ones. */
export function connect(host: HostState, calls: Calls): Engine {
  const streams = new Set<Cancel>()
  const connection = calls.open()
  return {
    node: host.node,
    ...simulatedVerbs(host, (work) => calls.perform(connection, work)),
    watch(options) {
      const cancel = host.events.subscribe(options)
      streams.add(cancel)
      return () => {
        streams.delete(cancel)
        cancel()
      }
    },
    close() {
      calls.close(connection)
      for (const cancel of streams) cancel()
      streams.clear()
    },
  }
}
