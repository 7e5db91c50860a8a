import { Readable } from 'node:stream'
import type { WebSocket } from 'ws'
import type { SizedTerminal, TerminalSize } from '../v1/installation/terminal.ts'
import { isSide, LARGEST_SIDE } from './exec-terminal.ts'
import { Refusal } from './refusal.ts'

/** Subprotocols of Kubernetes' remote commands, the better one first: of v5 a client may end its input. */
export const remoteProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const

/** The first byte of each message. */
export const remoteChannels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const

/** One end of a remote command: what is typed and seen, and its end. */
export interface ChannelSocket {
  readonly stdin: AsyncIterable<Uint8Array>
  /** Of no size until the client says one. */
  readonly terminal: SizedTerminal
  /** Aborted when the client has left or is let go; its reason is what was wrong with it. */
  readonly signal: AbortSignal
  /** Answers a promise while the client takes nothing: no more is to come before that (S12). */
  send(channel: 'stdout' | 'stderr', bytes: Uint8Array): void | Promise<void>
  /** Says how it ended, and closes. */
  end(status: object): void
}

/** What a client may do, and when it is let go, ms. */
export interface ChannelOptions {
  /** Whether anybody reads what is typed. */
  readonly stdin: boolean
  /** A ping that is not answered before the next; 0: none is sent. */
  readonly pingMs: number
  /** Nothing came or went for so long. */
  readonly idleMs: number
  /** Lets the client go, with the reason why. */
  readonly until?: AbortSignal
}

/** So much of what is typed waits for who reads it, and so much of what is written for the client. */
const MOST_WAITING = 1_000_000

/** The channels of a websocket that is open. */
export function channelSocket(socket: WebSocket, options: ChannelOptions): ChannelSocket {
  const gone = new AbortController()
  const typed = typedInto(socket, options.stdin)
  const { terminal, resize } = resizable()
  const life = keepAlive(socket, options, (fault) => gone.abort(fault))
  const take = (message: Buffer) => {
    life.moved()
    const bytes = message.subarray(1)
    switch (message[0]) {
      case undefined:
        return
      case remoteChannels.stdin:
        return typed.push(bytes)
      case remoteChannels.resize:
        return resize(sizeOf(bytes))
      case remoteChannels.close:
        return bytes[0] === remoteChannels.stdin ? typed.push(null) : undefined
      default:
        throw new Refusal(400, 'BadRequest', `there is no channel ${message[0]} to write to`)
    }
  }
  socket.on('message', (message: Buffer) => {
    try {
      if (!gone.signal.aborted) take(message)
    } catch (error) {
      gone.abort(error)
    }
  })
  // What is wrong with its frames is told to it by the library; the connection is over.
  socket.on('error', () => gone.abort())
  socket.on('close', () => {
    life.end()
    gone.abort()
    typed.stdin.destroy()
  })
  options.until?.addEventListener('abort', () => gone.abort(options.until?.reason))
  const send = sending(socket, life.moved)
  return {
    ...{ stdin: typed.stdin, terminal, signal: gone.signal },
    send: (channel, bytes) => send(remoteChannels[channel], bytes),
    end(status) {
      void send(remoteChannels.error, new TextEncoder().encode(JSON.stringify(status)))
      // A client that does not close on its side is cut off by the library.
      socket.resume()
      socket.close(1000)
    },
  }
}

/** What is typed, until it is over. Who reads slowly, or not at all, takes no memory: no more is read from the client. */
function typedInto(socket: WebSocket, isRead: boolean) {
  const stdin = new Readable({ highWaterMark: MOST_WAITING, read: () => socket.resume() })
  stdin.on('error', () => {})
  let isOver = !isRead
  return {
    stdin,
    push(bytes: Uint8Array | null) {
      if (isOver || stdin.destroyed) return
      isOver = bytes === null
      if (!stdin.push(bytes) && !isOver) socket.pause()
    },
  }
}

function sending(socket: WebSocket, moved: () => void): (channel: number, bytes: Uint8Array) => void | Promise<void> {
  let waiting: Promise<void> | undefined
  return (channel, bytes) => {
    if (socket.readyState !== socket.OPEN || bytes.length === 0) return undefined
    moved()
    const message = new Uint8Array(1 + bytes.length)
    message[0] = channel
    message.set(bytes, 1)
    if (waiting || socket.bufferedAmount < MOST_WAITING) {
      socket.send(message)
      return waiting
    }
    waiting = new Promise((resolve) =>
      socket.send(message, () => {
        waiting = undefined
        resolve()
      }),
    )
    return waiting
  }
}

function resizable(): { readonly terminal: SizedTerminal; readonly resize: (size: TerminalSize) => void } {
  let size: TerminalSize = { columns: 0, rows: 0 }
  const listeners = new Set<() => void>()
  return {
    terminal: {
      size: () => size,
      onResize(told) {
        listeners.add(told)
        return () => void listeners.delete(told)
      },
    },
    resize(now) {
      size = now
      for (const told of listeners) told()
    },
  }
}

/** As Go reads it: names in whatever case, 0 where nothing is said. */
function sizeOf(bytes: Uint8Array): TerminalSize {
  const size = parsed(bytes)
  const { width: columns = 0, height: rows = 0 } = size ?? {}
  if (size && isSide(columns) && isSide(rows)) return { columns, rows }
  throw new Refusal(400, 'BadRequest', `a size is {"Width":80,"Height":24}, each a whole number up to ${LARGEST_SIDE}`)
}

function parsed(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof value !== 'object' || value === null) return undefined
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name.toLowerCase(), each as unknown]))
  } catch {
    return undefined
  }
}

/** Lets go of a client that does not answer, or that nobody uses. */
function keepAlive(
  socket: WebSocket,
  { pingMs, idleMs }: ChannelOptions,
  letGo: (fault: Refusal) => void,
): { readonly moved: () => void; readonly end: () => void } {
  let answered = true
  const ping = () => {
    const isHeard = !socket.isPaused
    if (isHeard && !answered) return socket.terminate()
    answered = !isHeard
    if (isHeard) socket.ping()
  }
  const beat = pingMs > 0 ? setInterval(ping, pingMs) : undefined
  const idle = setTimeout(
    () => letGo(new Refusal(408, 'Timeout', `nothing came or went for ${idleMs / 1_000} s`)),
    idleMs,
  )
  socket.on('pong', () => (answered = true))
  return {
    moved: () => void idle.refresh(),
    end() {
      clearInterval(beat)
      clearTimeout(idle)
    },
  }
}
