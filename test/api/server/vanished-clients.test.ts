import { equal } from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Serving, startServing } from './serving.ts'

/** The number of the keep-alive timer in /proc/net/tcp, by proc(5). */
const KEEP_ALIVE = '02'

describe('a client over TCP that vanishes without a word', () => {
  for (const tls of [false, true])
    it(`is missed by the kernel while nothing is sent to it, ${tls ? 'with' : 'without'} TLS`, async () => {
      const serving = await startServing({ tls })
      const socket = connect(Number(new URL(serving.url).port), '127.0.0.1')
      try {
        await once(socket, 'connect')
        // A later connection is accepted later, so this one was accepted before.
        await (tls ? shakenHands(serving) : serving.ask({ path: '/healthz' }))
        equal(timerOf(Number(new URL(serving.url).port), (socket.address() as AddressInfo).port), KEEP_ALIVE)
      } finally {
        socket.destroy()
        await serving.end()
      }
    })
})

async function shakenHands({ url, cert }: Serving): Promise<void> {
  const socket = connectTls({ host: '127.0.0.1', port: Number(new URL(url).port), ca: String(cert) })
  await once(socket, 'secureConnect')
  socket.destroy()
}

/** Which timer the kernel runs for the connection with these ports. */
function timerOf(local: number, remote: number): string | undefined {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0')
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n')
  const row = rows
    .map((each) => each.trim().split(/\s+/))
    .find(([, from = '', to = '']) => {
      return from.endsWith(`:${hex(local)}`) && to.endsWith(`:${hex(remote)}`)
    })
  return row?.[5]?.split(':')[0]
}
