import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { untilBegun } from './until-begun.ts'

/** A client that increments a counter in Redis, one request after the other, until it is ended. */
export interface Writer {
  /** How many of its writes were answered. */
  acknowledged(): number
  /** How often its connection broke. */
  breaks(): number
  /** Ends it; returns the counter as the server has it. */
  end(): Promise<number>
}

const RETRY_MS = 20

/** Begins to write; resolves once the first write is answered. */
export async function startWriter(host: string, port: number): Promise<Writer> {
  const state = { acknowledged: 0, breaks: 0, isOver: false }
  const writing = write(state, () => connect(port, host))
  await untilBegun('the first write is answered', () => state.acknowledged > 0, { state, writing })
  return {
    acknowledged: () => state.acknowledged,
    breaks: () => state.breaks,
    async end() {
      state.isOver = true
      await writing
      const socket = connect(port, host)
      const counted = Number(await ask(socket, 'GET counted'))
      socket.destroy()
      return counted
    },
  }
}

async function write(
  state: { acknowledged: number; breaks: number; isOver: boolean },
  dial: () => Socket,
): Promise<void> {
  while (!state.isOver) {
    const socket = dial()
    try {
      while (!state.isOver) {
        await ask(socket, 'INCR counted')
        state.acknowledged++
      }
    } catch {
      state.breaks++
      await setTimeout(RETRY_MS)
    } finally {
      socket.destroy()
    }
  }
}

/** Sends one command in Redis' inline form; rejects if the connection breaks or the answer is an error. */
async function ask(socket: Socket, words: string): Promise<string> {
  const left = new AbortController()
  try {
    const closed = once(socket, 'close', { signal: left.signal }).then(() => Promise.reject(new Error('it is closed')))
    const answered = once(socket, 'data', { signal: left.signal })
    socket.write(`${words}\r\n`)
    const [bytes] = (await Promise.race([answered, closed])) as [Buffer]
    const lines = bytes.toString().split('\r\n')
    if (lines[0]?.startsWith('-')) throw new Error(lines[0])
    return lines[0]?.startsWith('$') ? (lines[1] ?? '') : (lines[0] ?? '').slice(1)
  } finally {
    left.abort()
  }
}
