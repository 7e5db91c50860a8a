import { text } from 'node:stream/consumers'
import { openTransport } from '../../engine/docker/transport.ts'

/**
 * The least that a program with our connection, which is dockerode's, can do: `through-dockerode.ts SOCKET NETWORK IMAGE COUNT WIDTH`
 * makes one network, and creates and starts COUNT containers of IMAGE in it, WIDTH at a time. It decides nothing and keeps nothing.
 */
const [path = '', network = '', image = '', count = '', width = ''] = process.argv.slice(2)
const transport = openTransport({ kind: 'unix', path })

void deploy().then(() => process.exit(0))

async function deploy(): Promise<void> {
  const { Id } = await call('/networks/create', { Name: network, CheckDuplicate: true })
  const body = { Image: image, Cmd: ['sleep', '100000'], HostConfig: { NetworkMode: Id } }
  let next = 0
  const lane = async () => {
    while (next < Number(count)) {
      const container = await call(`/containers/create?name=floor-${++next}`, body)
      await call(`/containers/${container.Id}/start`)
    }
  }
  await Promise.all(Array.from({ length: Number(width) }, lane))
}

async function call(target: string, body?: object): Promise<{ readonly Id: string }> {
  const { signal } = new AbortController()
  const answer = await transport.send({ method: 'POST', target, ...(body ? { body } : {}) }, signal)
  const told = await text(answer)
  const { statusCode = 0 } = answer
  if (statusCode >= 400) throw new Error(`POST ${target}: ${statusCode} ${told}`)
  return told === '' ? { Id: '' } : (JSON.parse(told) as { Id: string })
}
