import type { Cancel } from '../../clock/clock.ts'
import { triedWords } from '../docker/tried.ts'
import type { Engine, Verb, Verbs } from '../engine.ts'
import { EngineError } from '../errors.ts'
import type { Calls } from './calls.ts'
import type { HostState } from './state.ts'
import { simulatedVerbs } from './verbs.ts'

/** One client's connection to a simulated host. Closing it ends its streams and refuses further calls. */
export function connect(host: HostState, calls: Calls): Engine {
  const streams = new Set<Cancel>()
  const waiting = new Set<() => void>()
  let closed = false
  const perform: Calls['perform'] = (work) => {
    const failure = () => closedError(host, work.verb, work.args)
    if (closed) return Promise.reject(failure())
    return new Promise((resolve, reject) => {
      const close = () => reject(failure())
      waiting.add(close)
      calls.perform(work).then(
        (value) => {
          waiting.delete(close)
          resolve(value)
        },
        (error) => {
          waiting.delete(close)
          reject(error)
        },
      )
    })
  }
  return {
    node: host.node,
    ...simulatedVerbs(host, { ...calls, perform }),
    watch(options) {
      const cancel = host.events.subscribe(options)
      streams.add(cancel)
      return () => {
        streams.delete(cancel)
        cancel()
      }
    },
    close() {
      closed = true
      for (const end of waiting) end()
      for (const cancel of streams) cancel()
      streams.clear()
    },
  }
}

function closedError<V extends Verb>(host: HostState, verb: V, args: Parameters<Verbs[V]>[0]): EngineError {
  const about = { node: host.node, tried: triedWords(verb, args), detail: 'the connection was closed by us' }
  return new EngineError('Cancelled', about)
}
