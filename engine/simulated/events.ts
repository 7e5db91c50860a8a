import type { Clock } from '../../clock/clock.ts'
import type { Random } from '../../clock/random.ts'
import type { EngineEvent } from '../types/engine.ts'
import { draw, type Span } from './latency.ts'
import type { Power } from './power.ts'

/** How many past events an engine keeps for `since`; few, as there are many hosts. */
const remembered = 64

export interface EventListener {
  readonly since?: number
  readonly onEvent: (event: EngineEvent) => void
  readonly onReady: () => void
  readonly onBroken: (error: Error) => void
}

/** A host's events: kept for a while, and delivered to each stream in order, each with its own delay. */
export interface EventLog {
  emit(event: EngineEvent): void
  subscribe(listener: EventListener): () => void
  /** Breaks all streams. Events in flight are lost. */
  breakAll(error: Error): void
  /** Silently loses events while true. */
  drop(on: boolean): void
  /** Loses the n-th next event (1 is the next). */
  lose(n: number): void
  /** The kept events until `until`, oldest first. */
  past(until: number): readonly EngineEvent[]
  /** Adds past events from before the simulation, without delivering them. */
  remember(events: readonly EngineEvent[]): void
  /** Forgets all past events, as an engine does at a restart. */
  forget(): void
}

interface Stream {
  readonly listener: EventListener
  readonly queue: { readonly due: number; readonly event: EngineEvent }[]
  state: 'opening' | 'open' | 'closed'
  delivering: boolean
}

export function createEventLog(ports: { clock: Clock; random: Random; power: Power; delay: Span }): EventLog {
  const streams = new Set<Stream>()
  const past: EngineEvent[] = []
  const lost = new Set<number>()
  let emitted = 0
  let dropping = false

  const deliver = (stream: Stream) => {
    stream.delivering = false
    const now = ports.clock.now()
    while (stream.state === 'open' && stream.queue[0] !== undefined && stream.queue[0].due <= now) {
      const [head] = stream.queue.splice(0, 1)
      if (head !== undefined) stream.listener.onEvent(head.event)
    }
    schedule(stream)
  }
  const schedule = (stream: Stream) => {
    const head = stream.queue[0]
    if (stream.state !== 'open' || stream.delivering || head === undefined) return
    stream.delivering = true
    ports.power.run(head.due - ports.clock.now(), () => deliver(stream))
  }
  const send = (stream: Stream, event: EngineEvent) => {
    const due = ports.clock.now() + draw(ports.random, ports.delay)
    stream.queue.push({ due: Math.max(due, stream.queue.at(-1)?.due ?? 0), event })
    schedule(stream)
  }
  const open = (stream: Stream) => {
    if (stream.state !== 'opening') return
    stream.state = 'open'
    stream.listener.onReady()
    const { since } = stream.listener
    if (since !== undefined) for (const event of past) if (event.time >= since) send(stream, event)
  }
  const end = (stream: Stream, error: Error) => {
    if (!streams.delete(stream)) return
    stream.state = 'closed'
    stream.listener.onBroken(error)
  }

  return {
    emit(event) {
      if (dropping || lost.delete(++emitted)) return
      past.push(event)
      if (past.length > remembered) past.shift()
      for (const stream of streams) if (stream.state === 'open') send(stream, event)
    },
    subscribe(listener) {
      const stream: Stream = { listener, queue: [], state: 'opening', delivering: false }
      const travel = draw(ports.random, [1, 3])
      streams.add(stream)
      if (ports.power.state() === 'off') ports.clock.after(travel, () => end(stream, new Error('connection refused')))
      else ports.power.run(travel, () => open(stream))
      return () => {
        stream.state = 'closed'
        streams.delete(stream)
      }
    },
    breakAll(error) {
      for (const stream of streams) ports.clock.after(1, () => end(stream, error))
    },
    drop(on) {
      dropping = on
    },
    lose(n) {
      lost.add(emitted + n)
    },
    past: (until) => past.filter(({ time }) => time <= until),
    remember(events) {
      past.unshift(...events.slice(-remembered))
    },
    forget() {
      past.length = 0
    },
  }
}
