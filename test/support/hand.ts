import http from 'node:http'
import { until } from './until.ts'

/** A container as the engine lists it. */
export interface SeenContainer {
  readonly Id: string
  readonly Names: readonly string[]
  readonly State: string
  readonly Labels: Readonly<Record<string, string>>
}

/** Acts on an engine by hand: through its API, without any of our code in between. */
export interface EngineHand {
  /** Makes a call and returns the parsed answer; the error for a failed one names the call and the status. */
  call(method: string, path: string, body?: unknown): Promise<unknown>
  containers(): Promise<readonly SeenContainer[]>
  /** All containers as `NAME STATE`, sorted. Leaves out removed ones that the engine still lists without a name. */
  names(): Promise<readonly string[]>
  /** The networks, without those that every engine has. */
  networks(): Promise<readonly string[]>
  volumes(): Promise<readonly string[]>
  inspect(name: string): Promise<Inspected>
  /** Runs a command in a running container, and returns its output. */
  exec(name: string, ...command: readonly string[]): Promise<string>
  /** Creates and starts a container; returns its id. */
  run(name: string, body: object): Promise<string>
  /** Removes all containers, volumes and unused networks; images stay. Ignores nameless containers, which 20.10 may list forever. */
  empty(): Promise<void>
  /** Removes all images and the build cache, on an engine without containers. */
  emptyImages(): Promise<void>
}

export interface Inspected {
  readonly Id: string
  readonly Name: string
  readonly State: {
    readonly Status: string
    readonly StartedAt: string
    readonly ExitCode: number
    readonly Health?: { readonly Status: string }
  }
  readonly Config: { readonly Image: string; readonly Env: readonly string[]; readonly Labels: Record<string, string> }
  readonly HostConfig: { readonly Memory: number }
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>>
    readonly Ports: Readonly<Record<string, readonly { readonly HostPort: string }[] | null>>
  }
  readonly Mounts: readonly { readonly Source: string; readonly Destination: string }[]
}

const OWN_NETWORKS = new Set(['bridge', 'host', 'none'])

export function handAt(socket: string): EngineHand {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const text = await send(socket, { method, path, body })
    return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text
  }
  const containers = async () => (await call('GET', '/containers/json?all=1')) as SeenContainer[]
  const listNetworks = async () =>
    ((await call('GET', '/networks')) as Named[]).filter(({ Name }) => !OWN_NETWORKS.has(Name))
  const listVolumes = async () => ((await call('GET', '/volumes')) as { Volumes: Named[] | null }).Volumes ?? []
  const namesOf = (listed: readonly Named[]) => listed.map(({ Name }) => Name).sort()
  return {
    ...{ call, containers },
    networks: async () => namesOf(await listNetworks()),
    names: async () =>
      (await containers()).flatMap(({ Names: [name], State }) => (name ? [`${name.slice(1)} ${State}`] : [])).sort(),
    volumes: async () => namesOf(await listVolumes()),
    inspect: async (name) => (await call('GET', `/containers/${name}/json`)) as Inspected,
    async exec(name, ...command) {
      const body = { AttachStdout: true, AttachStderr: true, Tty: true, Cmd: command }
      const { Id } = (await call('POST', `/containers/${name}/exec`, body)) as { Id: string }
      return await send(socket, { method: 'POST', path: `/exec/${Id}/start`, body: { Detach: false, Tty: true } })
    },
    async run(name, body) {
      const { Id } = (await call('POST', `/containers/create?name=${name}`, body)) as { Id: string }
      await call('POST', `/containers/${Id}/start`)
      return Id
    },
    async empty() {
      const named = async () => (await containers()).filter(({ Names }) => Names.length > 0)
      await removeAll('containers', async () => (await named()).map(({ Id }) => `/containers/${Id}?force=1&v=1`))
      await call('POST', '/networks/prune')
      await removeAll('volumes', async () => (await listVolumes()).map(({ Name }) => `/volumes/${Name}`))
    },
    async emptyImages() {
      await call('POST', `/images/prune?filters=${encodeURIComponent('{"dangling":["false"]}')}`)
      await call('POST', '/build/prune?all=1')
    },
  }

  /** Deletes everything listed, and repeats until the list is empty: deleting what is being removed already is an error of the engine. */
  async function removeAll(what: string, list: () => Promise<readonly string[]>): Promise<void> {
    let refusals: readonly string[] = []
    const isEmpty = async () => {
      const paths = await list()
      const answers = await Promise.all(paths.map((path) => call('DELETE', path).then(() => '', String)))
      refusals = answers.filter((words) => words !== '')
      return paths.length === 0
    }
    const left = async () => [...refusals, ...(await containers()).map((one) => JSON.stringify(one))].join('; ')
    await until(`there are no ${what}`, isEmpty, { instead: left })
  }
}

interface Named {
  readonly Id?: string
  readonly Name: string
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

function send(socketPath: string, { method, path, body }: Sent): Promise<string> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, method, path, headers, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.once('end', () => {
        const { statusCode = 0 } = answer
        if (statusCode < 400) resolve(text)
        else reject(new Error(`${method} ${path}: ${statusCode} ${text}`))
      })
    })
    request.once('error', reject)
    request.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
