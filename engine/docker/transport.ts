import { type Agent, type ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import Docker from 'dockerode'
import { closeAll, dropIdle, engineAgent, type Way } from './agent.ts'
import type { Tunnel } from './ssh/tunnel.ts'
import { unlessAborted } from './unless-aborted.ts'

/** One HTTP request to the engine, its target complete with version and query. */
export interface Message {
  readonly method: string
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is, instead of a JSON body. */
  readonly upload?: Buffer | Readable
}

/** Transports HTTP messages to one engine, without interpreting them. */
export interface Transport {
  /** Makes the way there, as by a login, which has time limits of its own; absent, or undefined: there is nothing to be made. */
  readonly ready?: (signal: AbortSignal) => Promise<void> | undefined
  /** Resolves when the headers are in, whatever the status. */
  send(message: Message, signal: AbortSignal): Promise<IncomingMessage>
  /** As `send`, but if the engine agrees, the connection becomes a raw bidirectional stream. */
  upgrade(message: Message, signal: AbortSignal): Promise<IncomingMessage | Duplex>
  /** Closes idle connections, as they may be dead; later calls open new ones. */
  dropIdle(): void
  /** Closes all connections, and returns whether any was open; later calls open new ones. */
  close(): boolean
}

/** Opens the transport to one engine over dockerode's modem. */
export function openTransport(way: Way): Transport {
  const direct = openDirect(way)
  return way.kind === 'ssh' ? through(way.tunnel, direct) : direct
}

/** Logs in before a message is sent, and finds out why one was not answered. */
function through(tunnel: Tunnel, direct: Transport): Transport {
  const after =
    <T>(dial: (message: Message, signal: AbortSignal) => Promise<T>) =>
    async (message: Message, signal: AbortSignal) => {
      await tunnel.ready(signal)
      try {
        return await dial(message, signal)
      } catch (error) {
        throw await unlessAborted(tunnel.reasonOf(error), signal).catch(() => error)
      }
    }
  const dropIdle = () => {
    direct.dropIdle()
    tunnel.renew()
  }
  const ready = (signal: AbortSignal) => (tunnel.isReady() ? undefined : tunnel.ready(signal))
  return { ...direct, ready, send: after(direct.send), upgrade: after(direct.upgrade), dropIdle }
}

function openDirect(way: Way): Transport {
  const agent = engineAgent(way)
  // A socket path even for TCP: the agent dials.
  const socketPath = way.kind === 'unix' ? way.path : way.kind
  const modem = modemWith({ socketPath, protocol: 'http', agent })
  const dial = (message: Message, signal: AbortSignal, hijack: boolean) =>
    new Promise<IncomingMessage | Duplex>((resolve, reject) => {
      // Node emits nothing but `close` if the answer switches to an unrequested protocol.
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
    close: () => closeAll(agent),
  }
}

/**
 * Wraps the modem for one call that ends with the signal. It gets at the request when Node asks the agent to queue it, which is
 * undocumented; the documented `signal` option adds ten listeners per request, which cost 0.2 ms. It also removes the listener with which
 * docker-modem would follow redirects to any host.
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
  /** Called when the request closes, after its answer or error if there is one. */
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

/**
 * Makes a modem with these options, and nothing of the environment: where DOCKER_HOST is no socket, it would read the files of
 * DOCKER_CERT_PATH, whether they are needed or even there, and take DOCKER_CLIENT_TIMEOUT, which others have in seconds, for milliseconds.
 */
function modemWith(options: object): Modem {
  const { DOCKER_HOST: host } = process.env
  delete process.env['DOCKER_HOST']
  try {
    return (new Docker(options) as unknown as { modem: Modem }).modem
  } finally {
    if (host !== undefined) process.env['DOCKER_HOST'] = host
  }
}

/** Makes the modem accept every status: it would collect the text of a failure without a limit. */
const everyStatus = new Proxy({} as Record<number, boolean>, { get: () => true })

function dialOptions(message: Message, hijack: boolean) {
  return {
    method: message.method,
    path: message.target,
    // Always set: without options the modem cuts off the last character of a path with a query.
    options: { _query: {}, _body: message.body ?? {} },
    headers: { ...message.headers },
    ...(message.upload === undefined ? {} : { file: message.upload }),
    isStream: true,
    hijack,
    statusCodes: everyStatus,
  }
}
