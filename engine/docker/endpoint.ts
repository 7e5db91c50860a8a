import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { SSH_ENGINE_FORM, sshEngine, withoutLogin } from '../../api/v1/ssh-address.ts'
import { tcpTarget } from '../../api/v1/tcp-target.ts'
import type { Address } from './agent.ts'
import { fieldsOf } from './answer.ts'

/** Paths of PEM files. */
export interface TlsFiles {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  /** Accepts any certificate, as a Docker context may ask for. */
  readonly skipVerify?: boolean
}

/** How to reach an engine. */
export interface Endpoint {
  /** `unix:///path`, `tcp://host:port` or `ssh://[user@]host[:port][/path]`. */
  readonly host: string
  readonly tls?: TlsFiles
  /** Whether it comes from a Node's manifest rather than the environment. */
  readonly isDeclared?: boolean
}

/** The inputs of docker's own command line. */
export interface EndpointInputs {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home directory. */
  readonly home: string
  /** A file's text; undefined where there is none. */
  readonly read: (path: string) => string | undefined
}

/** The default address of a local engine. */
export const DEFAULT_HOST = 'unix:///var/run/docker.sock'

/** Docker's configuration directory: DOCKER_CONFIG, else ~/.docker. */
export function dockerConfigDirectory({ env, home }: Pick<EndpointInputs, 'env' | 'home'>): string {
  return env['DOCKER_CONFIG'] || join(home, '.docker')
}

/**
 * Resolves the engine that docker's command line would use: DOCKER_HOST, else the context of DOCKER_CONTEXT or config.json, else the
 * default socket. Throws with what is wrong and what to do.
 */
export function resolveEndpoint(inputs: EndpointInputs): Endpoint {
  const { env } = inputs
  const host = env['DOCKER_HOST']
  if (host) return checked({ host, ...tlsOfEnvironment(inputs, host) })
  const context = env['DOCKER_CONTEXT'] || currentContext(inputs)
  if (context && context !== 'default') return checked(endpointOfContext(context, inputs))
  return { host: DEFAULT_HOST }
}

/** Parses an engine's address. Throws for others than it can be, with the remedy. */
export function addressOf(host: string): Address {
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/.exec(host) ?? []
  if (scheme === 'unix' && rest.startsWith('/')) return { kind: 'unix', path: rest }
  if (scheme === 'ssh') return sshPlace(host, rest)
  if (tcpSchemes.has(scheme)) return tcpAddress(host, rest, scheme === 'https')
  const refused = refusedSchemes[scheme]
  if (refused !== undefined) throw new Error(`connect to ${host}: ${scheme}:// is not supported${refused}`)
  const remedy = 'write unix:///var/run/docker.sock or tcp://HOST:2376'
  throw new Error(`connect to ${JSON.stringify(host)}: not an engine's address; ${remedy}`)
}

const tcpSchemes: ReadonlySet<string> = new Set(['tcp', 'http', 'https'])

function sshPlace(host: string, rest: string): Address {
  const to = sshEngine(rest)
  if (to !== undefined) return { kind: 'ssh', to }
  throw new Error(`connect to ${withoutLogin(host)}: not an address for ssh; ${SSH_ENGINE_FORM}`)
}

const exposeIt = '; expose the engine as unix:// or tcp:// with TLS'
const refusedSchemes: Readonly<Record<string, string>> = {
  npipe: exposeIt,
  fd: exposeIt,
}

function tcpAddress(host: string, rest: string, https: boolean): Address {
  const target = tcpTarget(rest)
  if (target === undefined) throw new Error(`connect to ${host}: not an address; write tcp://HOST:PORT`)
  const address = { kind: 'tcp', host: target.host, port: target.port ?? (https ? 2376 : 2375) } as const
  return https ? { ...address, tls: {} } : address
}

function checked(endpoint: Endpoint): Endpoint {
  const address = addressOf(endpoint.host)
  const hasPort = /:\d+\/?$/.test(endpoint.host)
  if (address.kind !== 'tcp' || hasPort) return endpoint
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return { ...endpoint, host: `tcp://${host}:${endpoint.tls ? 2376 : address.port}` }
}

function tlsOfEnvironment(inputs: EndpointInputs, host: string): { tls?: TlsFiles } {
  if (!inputs.env['DOCKER_TLS_VERIFY'] || /^(unix|ssh):/.test(host)) return {}
  const directory = inputs.env['DOCKER_CERT_PATH'] || dockerConfigDirectory(inputs)
  const present = filesIn(directory, inputs)
  if (present.ca === undefined)
    throw new Error(`DOCKER_TLS_VERIFY is set, but ${join(directory, 'ca.pem')} is missing; set DOCKER_CERT_PATH`)
  return { tls: present }
}

function filesIn(directory: string, { read }: EndpointInputs): TlsFiles {
  const names = ['ca', 'cert', 'key'] as const
  const paths = names.map((name) => [name, join(directory, `${name}.pem`)] as const)
  return Object.fromEntries(paths.filter(([, path]) => read(path) !== undefined))
}

function currentContext(inputs: EndpointInputs): string | undefined {
  const path = join(dockerConfigDirectory(inputs), 'config.json')
  const config = parseFile(path, inputs.read(path) || '{}')
  return typeof config['currentContext'] === 'string' ? config['currentContext'] : undefined
}

function endpointOfContext(name: string, inputs: EndpointInputs): Endpoint {
  const directory = join(dockerConfigDirectory(inputs), 'contexts')
  const id = createHash('sha256').update(name).digest('hex')
  const path = join(directory, 'meta', id, 'meta.json')
  const text = inputs.read(path)
  if (text === undefined)
    throw new Error(`Docker context ${JSON.stringify(name)} not found (${path}); list them with \`docker context ls\``)
  const docker = fieldsOf(fieldsOf(parseFile(path, text)['Endpoints'])['docker'])
  if (typeof docker['Host'] !== 'string' || docker['Host'] === '')
    throw new Error(`Docker context ${JSON.stringify(name)} names no docker host (${path})`)
  const files = filesIn(join(directory, 'tls', id, 'docker'), inputs)
  const tls = { ...files, ...(docker['SkipTLSVerify'] === true ? { skipVerify: true } : {}) }
  return { host: docker['Host'], ...(Object.keys(tls).length === 0 ? {} : { tls }) }
}

function parseFile(path: string, text: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(text))
  } catch (cause) {
    throw new Error(`read ${path}: it is not JSON; correct it, or set DOCKER_HOST`, { cause })
  }
}
