import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Engine } from '../engine.ts'
import type { EngineEvent } from '../types/engine.ts'
import { readStart } from './answer.ts'
import { startDeadline } from './deadline.ts'
import type { Transport } from './transport.ts'

type Watch = Engine['watch']

/** The way to one engine. */
export interface Door {
  readonly node: string
  readonly clock: Clock
  /** A connection of its own, that nobody has used yet. */
  readonly open: () => Transport
  /** Ends every connection there is. */
  readonly shut: () => void
}

/** So long an engine may take to answer on a new connection: where systemd listens for it, one that ends never does. */
const PATIENCE_MS = 5_000

/** What a new connection meets where nobody takes it any more. */
const shutCodes: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET'])

/**
 * Hands on no kill, and nothing after one, before the engine has taken a new connection. One that is told to end (20.10) takes none from
 * then on, stops its containers as a person would, and answers all the while on the connections that it has: it would be asked to start
 * what it stops, and leave that half done. So the stream is broken then, and all connections with it.
 */
export function unlessEnding(watch: Watch, door: Door): Watch {
  return ({ onEvent, onBroken, ...options }) => {
    const over = new AbortController()
    const broken = (error: Error) => {
      if (over.signal.aborted) return
      over.abort()
      onBroken(error)
    }
    const tell = (event: EngineEvent) => {
      if (!over.signal.aborted) onEvent(event)
    }
    const isUp = async () => {
      const why = await endOf(door, over.signal)
      if (why === undefined || over.signal.aborted) return
      door.shut()
      broken(new Error(`watch events on ${door.node}: the engine is ending: ${why}`))
    }
    const cancel = watch({ ...options, onEvent: holdKills(tell, isUp), onBroken: broken })
    return () => {
      over.abort()
      cancel()
    }
  }
}

/** Takes events, and hands them on in their order: from a kill on after `ask`, which is asked of kills that have come and not of later ones. */
function holdKills(tell: (event: EngineEvent) => void, ask: () => Promise<void>): (event: EngineEvent) => void {
  let held: EngineEvent[] = []
  let isAsking = false
  const release = async () => {
    isAsking = true
    while (held.length > 0) {
      const told = held
      held = []
      if (told.some(isKill)) await ask()
      told.forEach(tell)
    }
    isAsking = false
  }
  return (event) => {
    if (!isAsking && !isKill(event)) return tell(event)
    held.push(event)
    if (!isAsking) void release()
  }
}

function isKill({ type, action }: EngineEvent): boolean {
  return type === 'container' && action === 'kill'
}

/** Why the engine takes no new connection, or does not answer there; undefined where it does, and where only we are kept from trying. */
async function endOf({ clock, open }: Door, signal: AbortSignal): Promise<string | undefined> {
  const deadline = startDeadline(clock, PATIENCE_MS, { run: signal, closed: signal })
  const transport = open()
  try {
    const answer = await transport.send({ method: 'GET', target: '/_ping' }, deadline.signal)
    await readStart(answer, 1024)
    const status = answer.statusCode ?? 0
    return status < 500 ? undefined : `it answers ${status}`
  } catch (error) {
    if (deadline.outcome === 'timeout') return `no answer within ${PATIENCE_MS / 1000} s`
    return shutCodes.has(errorCode(error)) ? errorText(error) : undefined
  } finally {
    deadline.end()
    transport.close()
  }
}
