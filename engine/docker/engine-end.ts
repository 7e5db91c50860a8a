import { asError, errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Engine } from '../engine.ts'
import type { EngineEvent } from '../types/engine.ts'
import { readStart } from './answer.ts'
import { startDeadline } from './deadline.ts'
import type { Transport } from './transport.ts'

type Watch = Engine['watch']

export interface Door {
  readonly node: string
  readonly clock: Clock
  /** Opens a new transport with connections of its own. */
  readonly open: () => Transport
  /** Closes all existing connections. */
  readonly shut: () => void
}

/** How long an engine may take to answer on a new connection, ms: behind systemd's socket, an ending engine never does. */
const PATIENCE_MS = 5_000

/** Errors of a new connection where the engine no longer accepts any. */
const shutCodes: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET'])

/**
 * Wraps a watch to hold back a kill event, and all events after it, until the engine has accepted a new connection. An engine that is
 * shutting down (20.10) accepts none, kills its containers like a person would, and still answers on existing connections. Loops would ask
 * it to restart what it stops. So if it does not accept, the stream is broken and all connections are closed.
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
    const cancel = watch({ ...options, onEvent: holdKills(tell, isUp, broken), onBroken: broken })
    return () => {
      over.abort()
      cancel()
    }
  }
}

/**
 * Delivers events in order, but holds them from a kill on until `ask` resolves. One question covers all kills that came before it. `fail`
 * gets what is thrown meanwhile, after which no more is delivered.
 */
function holdKills(
  tell: (event: EngineEvent) => void,
  ask: () => Promise<void>,
  fail: (error: Error) => void,
): (event: EngineEvent) => void {
  let held: EngineEvent[] = []
  let isAsking = false
  const release = async () => {
    isAsking = true
    try {
      while (held.length > 0) {
        const told = held
        held = []
        if (told.some(isKill)) await ask()
        told.forEach(tell)
      }
    } finally {
      isAsking = false
    }
  }
  return (event) => {
    if (!isAsking && !isKill(event)) return tell(event)
    held.push(event)
    if (!isAsking) release().catch((error) => fail(asError(error)))
  }
}

function isKill({ type, action }: EngineEvent): boolean {
  return type === 'container' && action === 'kill'
}

/** Why the engine accepts no new connection, or does not answer on it; undefined if it does, or if the obstacle is on our side. */
export async function endOf(
  { clock, open }: Pick<Door, 'clock' | 'open'>,
  signal: AbortSignal,
): Promise<string | undefined> {
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
