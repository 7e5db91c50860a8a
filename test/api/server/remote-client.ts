import WebSocket from 'ws'
import { until } from '../../support/until.ts'

/** A websocket client of a task's process. */
export interface RemoteClient {
  readonly socket: WebSocket
  /** The text of a channel so far. */
  said(channel: number): string
  send(channel: number, bytes?: string | Uint8Array): void
  /** Resolves with the Status with which the server ended, and the code of the close. */
  ended(): Promise<{ readonly status: RemoteStatus | undefined; readonly code: number }>
}

export interface RemoteStatus {
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly code?: number
  readonly details?: { readonly causes?: readonly { readonly reason: string; readonly message: string }[] }
}

export interface RemoteOptions extends WebSocket.ClientOptions {
  readonly protocols?: readonly string[]
}

/** The error of a refused handshake. */
export class Refused extends Error {
  readonly code: number
  readonly body: RemoteStatus

  constructor(code: number, body: string) {
    super(`refused with ${code}`)
    this.code = code
    this.body = JSON.parse(body) as RemoteStatus
  }
}

/** Opens a websocket; rejects with `Refused` if the handshake is refused. */
export function openRemote(
  url: string,
  { protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'], ...options }: RemoteOptions = {},
): Promise<RemoteClient> {
  const socket = new WebSocket(url, [...protocols], options)
  const channels = new Map<number, Buffer[]>()
  let closed: number | undefined
  socket.on('message', (data: Buffer) => {
    const [channel = -1] = data
    channels.set(channel, [...(channels.get(channel) ?? []), data.subarray(1)])
  })
  socket.on('close', (code) => (closed = code))
  const said = (channel: number) => Buffer.concat(channels.get(channel) ?? []).toString()
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', async (_request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      reject(new Refused(response.statusCode ?? 0, Buffer.concat(chunks).toString()))
    })
    socket.on('error', reject)
    socket.on('open', () =>
      resolve({
        socket,
        said,
        send: (channel, bytes = '') => socket.send(Buffer.concat([Buffer.from([channel]), Buffer.from(bytes)])),
        async ended() {
          await until('it is closed', () => closed !== undefined)
          const text = said(3)
          return { status: text === '' ? undefined : (JSON.parse(text) as RemoteStatus), code: closed ?? 0 }
        },
      }),
    )
  })
}
