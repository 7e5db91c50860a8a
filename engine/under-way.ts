import type { Engine } from './engine.ts'
import { isWrite } from './is-write.ts'
import { type Call, wrapEngine } from './wrap.ts'

/** A writing call that its engine has not answered. */
export interface CallUnderWay {
  readonly node: string
  readonly call: Call
}

/** The writing calls of a process. */
export interface CallsUnderWay {
  /** Those that are under way, oldest first. */
  now(): readonly CallUnderWay[]
  /** Calls `listener` as each call begins and as it ends, until the returned function is called. */
  watch(listener: (call: CallUnderWay) => void): () => void
  /** Wraps an engine so that its writing calls are among them. */
  wrap(engine: Engine): Engine
}

/** Starts to keep account of writing calls. */
export function createCallsUnderWay(): CallsUnderWay {
  const calls = new Set<CallUnderWay>()
  const listeners = new Set<(call: CallUnderWay) => void>()
  const tell = (call: CallUnderWay) => {
    for (const listener of listeners) listener(call)
  }
  const counted = async (each: CallUnderWay, next: () => Promise<unknown>): Promise<unknown> => {
    calls.add(each)
    tell(each)
    try {
      return await next()
    } finally {
      calls.delete(each)
      tell(each)
    }
  }
  return {
    now: () => [...calls],
    watch(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    wrap: (engine) =>
      wrapEngine(engine, (call, next) => (isWrite(call.verb) ? counted({ node: engine.node, call }, next) : next())),
  }
}
