import { execFile } from 'node:child_process'
import http from 'node:http'
import { promisify } from 'node:util'

/** Raw calls to an engine, for measuring the floor: the fewest calls, as parallel as possible, which no tool can beat. */
export interface Floor {
  call(method: string, path: string, body?: unknown): Promise<{ readonly Id: string }>
  close(): void
}

/** Opens a floor that calls through one keep-alive agent with at most `width` connections. */
export function openFloor(socket: string, width: number): Floor {
  const agent = new http.Agent({ keepAlive: true, maxSockets: width })
  return {
    call: (method, path, body) =>
      new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json' }
        const request = http.request({ agent, socketPath: socket, method, path, headers }, (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (part: string) => (text += part))
          response.on('end', () => {
            const { statusCode = 0 } = response
            if (statusCode < 400) resolve(text === '' ? { Id: '' } : JSON.parse(text))
            else reject(new Error(`${method} ${path}: ${statusCode} ${text}`))
          })
        })
        request.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body))
      }),
    close: () => agent.destroy(),
  }
}

/** Starts Node with an empty program: the time that a command takes before its first line. */
export async function startNode(): Promise<void> {
  await promisify(execFile)(process.execPath, ['--eval', ''])
}

/** Creates a network, and creates and starts `count` containers of `image` in it, `width` at a time. */
export async function deployFloor(
  floor: Floor,
  { network, image, count, width }: { network: string; image: string; count: number; width: number },
) {
  const { Id } = await floor.call('POST', '/networks/create', { Name: network, CheckDuplicate: true })
  let next = 0
  const lane = async () => {
    while (next < count) {
      await createAndStart(floor, { name: `floor-${++next}`, network: Id, image })
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
}

/** Makes the fewest calls that run one more container of `image` in an existing network. */
export async function createAndStart(
  floor: Floor,
  { name, network, image }: { name: string; network: string; image: string },
) {
  const body = { Image: image, Cmd: ['sleep', '100000'], HostConfig: { NetworkMode: network } }
  const { Id } = await floor.call('POST', `/containers/create?name=${name}`, body)
  await floor.call('POST', `/containers/${Id}/start`)
}

/** Makes the fewest calls that replace a running container by one of `image`, in the same network and under the same name. */
export async function replaceFloor(
  floor: Floor,
  { name, network, image }: { name: string; network: string; image: string },
) {
  const body = { Image: image, Cmd: ['sleep', '100000'], HostConfig: { NetworkMode: network } }
  const { Id } = await floor.call('POST', `/containers/create?name=${name}.next`, body)
  await floor.call('DELETE', `/containers/${name}?force=1&v=1`)
  await floor.call('POST', `/containers/${Id}/rename?name=${name}`)
  await floor.call('POST', `/containers/${Id}/start`)
}

/** Removes the containers of `deployFloor`. The network stays until the engine is removed, as an endpoint may keep it in use for long. */
export async function removeFloor(floor: Floor, count: number): Promise<void> {
  const remove = (index: number) => floor.call('DELETE', `/containers/floor-${index + 1}?force=1&v=1`)
  await Promise.all(Array.from({ length: count }, (_, index) => remove(index)))
}
