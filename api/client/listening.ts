import { connect, type Socket } from 'node:net'
import type { Endpoint } from './endpoint.ts'

/** A connection to who listens on a socket; undefined when nobody does, and when there is no such socket. */
export function connectedTo(socketPath: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(socketPath)
    socket.once('connect', () => resolve(socket))
    socket.on('error', () => resolve(undefined))
  })
}

/** Whether somebody listens on a socket. */
export async function isServed(socketPath: string): Promise<boolean> {
  const socket = await connectedTo(socketPath)
  socket?.destroy()
  return socket !== undefined
}

/** The same endpoint, whose first request takes a connection that is there, unless that one has ended, or was told so, meanwhile. */
export function beginningOn(socket: Socket, endpoint: Endpoint): Endpoint {
  let unused: Socket | undefined = socket
  const take = () => {
    const taken = unused
    unused = undefined
    return taken
  }
  return {
    ...endpoint,
    connect() {
      const first = take()
      // A server that waits too long for a request answers that, and nobody has read it yet.
      if (first?.writable && first.readableLength === 0) return first
      first?.destroy()
      return endpoint.connect()
    },
    close: () => void take()?.destroy(),
  }
}
