import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'

/** More requests of one connection than one read of it has, and so many that they take little memory. */
const MOST_WAITING = 1_000

/**
 * Begins the requests of a connection one after another, as they are answered in that order: each when the one before it is over, and none
 * once the client has left. Node begins all at once, holds each answer until its turn comes, and never tells those whose turn does not come
 * that nobody listens. A client that sends too many ahead is cut off.
 */
export function inTurn(handle: RequestListener): RequestListener {
  const connections = new WeakMap<Socket, (() => void)[]>()
  return (request, response) => {
    const { socket } = request
    const waiting = connections.get(socket) ?? []
    const isFirst = !connections.has(socket)
    connections.set(socket, waiting)
    const begin = () => {
      response.once('close', () => {
        const next = socket.destroyed ? undefined : waiting.shift()
        if (next) next()
        else connections.delete(socket)
      })
      handle(request, response)
    }
    if (isFirst) begin()
    else if (waiting.push(begin) > MOST_WAITING) socket.destroy()
  }
}
