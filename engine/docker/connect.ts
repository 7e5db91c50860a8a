import type { Clock } from '../../clock/clock.ts'
import type { Engine, Verbs } from '../engine.ts'
import { present } from '../container/present.ts'
import { type Call, wrapEngine } from '../wrap.ts'
import type { Way } from './agent.ts'
import { archiveVerbs } from './archive.ts'
import { attachVerbs } from './attach.ts'
import { buildkitBuilder } from './build/buildkit.ts'
import type { Buildx } from './build/buildx.ts'
import { classicBuilder } from './build/classic.ts'
import { imageBuilder } from './build/image-builder.ts'
import { type Caller, makeCaller } from './caller.ts'
import { containerVerbs } from './containers.ts'
import { copyVerbs } from './copy.ts'
import { type Credentials, dockerCredentials, noCredentials } from './credentials.ts'
import { addressOf, type Endpoint } from './endpoint.ts'
import { endOf, unlessEnding } from './engine-end.ts'
import { eventVerbs, watchEvents } from './events.ts'
import { execVerbs } from './exec.ts'
import { type Gate, makeGate } from '../gate.ts'
import { isWrite } from '../is-write.ts'
import { imageVerbs } from './images.ts'
import { infoVerbs } from './info.ts'
import { logVerbs } from './logs.ts'
import { negotiateVersion } from './negotiate.ts'
import { networkVerbs, volumeVerbs } from './networks.ts'
import { socketGroup } from './socket.ts'
import type { TunnelOptions } from './ssh/tunnel.ts'
import { statsVerbs } from './stats.ts'
import { swarmVerbs } from './swarm.ts'
import { openTransport, type Transport } from './transport.ts'
import { wayTo } from './way.ts'
import { withTls } from './with-tls.ts'

export interface ConnectOptions extends Endpoint {
  /** The Node resource's name. */
  readonly node: string
  readonly clock: Clock
  readonly settings: { readonly callsPerEngine: number }
  /** The directory of docker's config.json with registry logins and proxies; absent: pulls are anonymous. */
  readonly configDirectory?: string
  /** Builds what needs BuildKit; absent: such builds are refused. */
  readonly buildx?: Buildx
  /** The environment of `ssh`, where the engine is reached by it. */
  readonly env?: TunnelOptions['env']
}

/**
 * The limit of concurrent stops, and of concurrent pulls and builds. They mostly wait, so each group has its own limit and delays no other
 * calls. If about a hundred containers of a network stop at once, engine 20.10 may miscount its endpoints, and then keeps the network for
 * good.
 */
const longCalls = 32

/**
 * Connects to an engine's HTTP API. The engine need not answer yet: calls throw Unreachable until it does, and the API version is
 * negotiated by the first that succeeds. Rejects only for an address or certificate files that can't be used.
 */
export async function connectDocker(options: ConnectOptions): Promise<Engine> {
  const { node, clock } = options
  const address = addressOf(options.host)
  const group = socketGroup(address)
  const { address: secured, unusable, atFault } = withTls(address, options.tls)
  const way = wayTo(secured, { clock, env: options.env ?? {} })
  const open = () => openTransport(way)
  const transport = open()
  const caller = makeCaller({
    ...{ node, clock, transport },
    host: options.host,
    ...present({ tls: options.tls, isDeclared: options.isDeclared }),
    faultOfTls: () => atFault(clock.now()),
    ...present({ group, socketPath: address.kind === 'unix' ? address.path : undefined }),
    negotiate: (transport, signal) => negotiateVersion(node, transport, signal),
  })
  // Started early, to save time; a failure is reported by the first call.
  caller.version(new AbortController().signal).catch(() => undefined)
  const { configDirectory } = options
  const credentials = configDirectory === undefined ? noCredentials : dockerCredentials(configDirectory, clock)
  const closed = new AbortController()
  const close = () => {
    closed.abort()
    caller.close()
    if (way.kind === 'ssh') way.tunnel.close()
  }
  const isLocal = address.kind === 'unix'
  const place = { options, credentials, isLocal, unusableTls: unusable, closed: closed.signal, open, way }
  const watch = unlessEnding((watched) => watchEvents(caller, watched), { node, clock, open, shut: caller.shut })
  const engine = { node, ...allVerbs(caller, place), watch, close }
  return wrapEngine(engine, limited(options.settings.callsPerEngine))
}

interface Place {
  readonly options: ConnectOptions
  readonly credentials: Credentials
  /** Aborted when the connection is closed. */
  readonly closed: AbortSignal
  /** Whether it is a unix socket of this machine. */
  readonly isLocal: boolean
  /** Why the TLS files can't be used now. */
  readonly unusableTls: () => string | undefined
  /** Opens a new transport with connections of its own. */
  readonly open: () => Transport
  readonly way: Way
}

function allVerbs(caller: Caller, { options, credentials, isLocal, unusableTls, closed, open, way }: Place): Verbs {
  const { clock, host, tls, buildx, configDirectory } = options
  const endpoint = () => (way.kind === 'ssh' ? { host: `unix://${way.tunnel.here()}` } : { host, ...present({ tls }) })
  return {
    ...infoVerbs(caller, { host, isLocal, unusableTls, ...present({ buildx, configDirectory }) }),
    ...containerVerbs(caller),
    ...eventVerbs(caller),
    ...networkVerbs(caller),
    ...volumeVerbs(caller),
    ...swarmVerbs(caller),
    ...imageVerbs(caller, credentials),
    ...archiveVerbs(caller),
    ...copyVerbs(caller),
    ...logVerbs(caller),
    ...execVerbs(caller),
    ...attachVerbs(caller),
    ...statsVerbs(caller),
    buildImage: imageBuilder({
      node: caller.node,
      classic: classicBuilder(caller, credentials, (signal) => endOf({ clock, open }, signal)),
      buildkit: buildkitBuilder({ caller, clock, endpoint, buildx, credentials, closed }),
    }),
  }
}

/**
 * Limits concurrent writes and, separately, reads, each in order of arrival, so that a read for a running container need not wait behind
 * many starts. Streams and measurements for people are not limited.
 */
function limited(callsPerEngine: number) {
  const writes = makeGate(callsPerEngine)
  const looks = makeGate(callsPerEngine)
  const stops = makeGate(longCalls)
  const long = makeGate(longCalls)
  const gates: Partial<Record<Call['verb'], Gate | undefined>> = {
    stopContainer: stops,
    pullImage: long,
    buildImage: long,
    logs: undefined,
    exec: undefined,
    attach: undefined,
    waitContainer: undefined,
    copyOut: undefined,
    copyIn: undefined,
    stats: undefined,
  }
  return async ({ verb, run }: Call, next: () => Promise<unknown>) => {
    const gate = verb in gates ? gates[verb] : isWrite(verb) ? writes : looks
    if (!gate) return next()
    // An aborted run passes: the call itself reports what was cancelled.
    const leave = await gate.enter(run.signal).catch(() => () => {})
    try {
      return await next()
    } finally {
      leave()
    }
  }
}
