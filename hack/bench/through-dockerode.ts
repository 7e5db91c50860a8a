import { text } from 'node:stream/consumers'
import { openTransport } from '../../engine/docker/transport.ts'
import { deployFloor } from './floor.ts'

/**
 * The minimal deployment over our connection, which is dockerode's: `through-dockerode.ts SOCKET NETWORK IMAGE COUNT WIDTH` creates a
 * network, and creates and starts COUNT containers of IMAGE in it, WIDTH at a time. It makes no decisions and keeps no state.
 */
const [path = '', network = '', image = '', count = '', width = ''] = process.argv.slice(2)
const transport = openTransport({ kind: 'unix', path })

const work = { network, image, count: Number(count), width: Number(width) }
void deployFloor({ call, close: () => transport.close() }, work).then(() => process.exit(0))

async function call(method: string, target: string, body?: unknown): Promise<{ readonly Id: string }> {
  const { signal } = new AbortController()
  const answer = await transport.send({ method, target, ...(body === undefined ? {} : { body }) }, signal)
  const told = await text(answer)
  const { statusCode = 0 } = answer
  if (statusCode >= 400) throw new Error(`${method} ${target}: ${statusCode} ${told}`)
  return told === '' ? { Id: '' } : (JSON.parse(told) as { Id: string })
}
