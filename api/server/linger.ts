import type { IncomingMessage } from 'node:http'

/** Long enough for who sends it to get to reading the answer. */
const LINGER_MS = 5_000

/** Ends the connection of a request that was answered and goes on, after a while: nobody reads what is still to come. */
export function endLingering(request: IncomingMessage, lingerMs = LINGER_MS): void {
  if (request.complete) return
  request.resume()
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy()
  }, lingerMs)
  timer.unref()
  request.once('close', () => clearTimeout(timer))
}
