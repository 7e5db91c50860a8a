import { type Agent, type ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import Docker from 'dockerode'
import { type Address, dropIdle, engineAgent } from './agent.ts'

/** One HTTP request to the engine, its target complete with version and query. */
export interface Message {
  readonly method: string
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is, in place of a JSON body. */
  readonly upload?: Buffer | Readable
}

/** Bytes to and from one engine; nothing of what they mean. */
export interface Transport {
  /** Answers when the headers are in, whatever the status. */
  send(message: Message, signal: AbortSignal): Promise<IncomingMessage>
  /** As `send`, but where the engine agrees the connection becomes a raw stream in both directions. */
  upgrade(message: Message, signal: AbortSignal): Promise<IncomingMessage | Duplex>
  /** Ends the connections that no call uses: the next ones are made anew. */
  dropIdle(): void
  close(): void
}

/** The transport to one engine over dockerode's connection. */
export function openTransport(address: Address): Transport {
  const agent = engineAgent(address)
  // A socket path, also for TCP: the agent dials, and nothing of DOCKER_HOST in the environment is mixed in.
  const socketPath = address.kind === 'unix' ? address.path : `${address.host}:${address.port}`
  const connection: object = { ...noneOfTheEnvironment, socketPath, protocol: 'http', agent }
  const { modem } = new Docker(connection) as unknown as { modem: Modem }
  const dial = (message: Message, signal: AbortSignal, hijack: boolean) =>
    new Promise<IncomingMessage | Duplex>((resolve, reject) => {
      // Node tells of nothing else where what comes is a protocol that nobody asked for: not even that the request failed.
      const onClosed = () => reject(new Error('it was closed before an answer'))
      endingWith({ signal, modem, onClosed }).dial(dialOptions(message, hijack), (error, answer) => {
        if (error) reject(error)
        else resolve(answer as IncomingMessage | Duplex)
      })
    })
  return {
    async send(message, signal) {
      const answer = await dial(message, signal, false)
      if (answer instanceof IncomingMessage) return answer
      throw new Error('the engine changed the protocol without being asked')
    },
    upgrade: (message, signal) => dial(message, signal, true),
    dropIdle: () => dropIdle(agent),
    close: () => agent.destroy(),
  }
}

/**
 * The modem of one call, which ends with the signal. We get hold of its request where Node has the agent queue it, which no page of
 * Node's promises: the `signal` that is documented listens for the end of each request in ten places, 0.2 ms of it. There we also take
 * away what docker-modem listens with to follow an answer that sends elsewhere, to whatever host.
 */
function endingWith({ signal, modem, onClosed }: Ending): Modem {
  const addRequest = (request: ClientRequest, options: object) => {
    request.removeAllListeners('response')
    request.once('close', onClosed)
    const end = () => request.destroy()
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
    modem.agent.addRequest(request, options)
  }
  const agent = Object.assign(Object.create(modem.agent) as QueueingAgent, { addRequest })
  return Object.assign(Object.create(modem) as Modem, { agent })
}

interface Ending {
  readonly signal: AbortSignal
  readonly modem: Modem
  /** Told of each end of the request, after its answer or its error where there is one. */
  readonly onClosed: () => void
}

interface QueueingAgent extends Agent {
  addRequest(request: ClientRequest, options: object): void
}

interface Modem {
  readonly agent: QueueingAgent
  dial(options: DialOptions, callback: (error: Error | null, answer: unknown) => void): void
}

type DialOptions = ReturnType<typeof dialOptions>

const noneOfTheEnvironment = { host: undefined, port: undefined, ca: undefined, cert: undefined, key: undefined }

/** Every status is an answer here: the modem would collect the text of a failure without a bound. */
const everyStatus = new Proxy({} as Record<number, boolean>, { get: () => true })

function dialOptions(message: Message, hijack: boolean) {
  return {
    method: message.method,
    path: message.target,
    // Always given: without options the modem cuts the last character off a path that has a query.
    options: { _query: {}, _body: message.body ?? {} },
    headers: { ...message.headers },
    ...(message.upload === undefined ? {} : { file: message.upload }),
    isStream: true,
    hijack,
    statusCodes: everyStatus,
  }
}
