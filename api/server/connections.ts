import type { Server, Socket } from 'node:net'

/** How many connections a listener holds at once. */
export interface MostConnections {
  readonly inAll: number
  /** Of one address, or of one /64 network of IPv6, which is what a single machine has. */
  readonly ofOne: number
}

/**
 * Turns away connections beyond these numbers. That of one address is smaller, so that nobody who opens what they can, without a token,
 * keeps all others out.
 */
export function limitConnections(server: Server, most: MostConnections): void {
  const held = new Map<string, number>()
  // A connection whose wish for another protocol is passed over comes again.
  const counted = new WeakSet<Socket>()
  server.maxConnections = most.inAll
  server.prependListener('connection', (socket) => {
    if (counted.has(socket)) return
    counted.add(socket)
    const from = machineOf(socket.remoteAddress ?? '')
    const count = (held.get(from) ?? 0) + 1
    if (count > most.ofOne) return void socket.destroy()
    held.set(from, count)
    socket.once('close', () => {
      const left = (held.get(from) ?? 1) - 1
      if (left > 0) held.set(from, left)
      else held.delete(from)
    })
  })
}

/** The address of IPv4, or the first half of one of IPv6. */
function machineOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [before = [], after = []] = address.split('::').map((part) => (part === '' ? [] : part.split(':')))
  const zeros = new Array<string>(8 - before.length - after.length).fill('0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}
