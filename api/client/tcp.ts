import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls'
import { exits, InstallationError } from '../v1/installation/installation-error.ts'
import { type Endpoint, PATIENCE_MS } from './endpoint.ts'
import { keepingAlive } from './keep-alive.ts'

/** A server over TCP, and what it is asked with. */
export interface TcpAddress {
  /** https://, or http:// where nobody can listen in. */
  readonly url: URL
  readonly token?: string
  /** Certificates in PEM: a server is believed that one of these has signed. Absent: those that Node brings. */
  readonly ca?: string
}

const CONNECT_MS = 10_000
/** A connection that is silent for so long is asked whether it still is one; the kernel ends it after ten seconds without an answer. */
const ALIVE_MS = 15_000

/** The server at a URL. Without a trusted certificate of its name nothing is sent to it. */
export function tcpEndpoint({ url, token, ca }: TcpAddress): Endpoint {
  const tls = { minVersion: 'TLSv1.2' as const, ...(ca === undefined ? {} : { ca }) }
  const context = url.protocol === 'https:' ? createSecureContext(tls) : undefined
  const connect = () => bounded(context ? openTls(url, context) : connectPlain(targetOf(url)))
  return {
    name: url.origin,
    headers: { host: url.host, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    connect,
    agent: keepingAlive(connect),
    explain: (cause) => explain(url, cause),
    remedies: {
      401: 'make a token where serve runs (reconcile token create NAME --role ROLE), and name its file in RECONCILE_TOKEN_FILE',
      403: 'name the file of a token that may in RECONCILE_TOKEN_FILE; where serve runs, `reconcile token create NAME --role ROLE` makes one',
    },
    patienceMs: PATIENCE_MS,
  }
}

function openTls(url: URL, secureContext: SecureContext): Socket {
  const { host, port } = targetOf(url)
  // An address is no name to ask for; a certificate is held against it all the same.
  const name = isIP(host) ? {} : { servername: host }
  return connectTls({ host, port, ...name, secureContext, rejectUnauthorized: true })
}

function targetOf({ hostname, port, protocol }: URL): { readonly host: string; readonly port: number } {
  const usual = protocol === 'https:' ? 443 : 80
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) }
}

/** Gives up when nothing answers; once it stands, it may be silent for as long as both ends are there. */
function bounded(socket: Socket): Socket {
  const late = () => socket.destroy(Object.assign(new Error('it does not answer'), { code: 'ETIMEDOUT' }))
  socket.setTimeout(CONNECT_MS, late)
  socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
    socket.setTimeout(0)
    socket.setKeepAlive(true, ALIVE_MS)
  })
  return socket
}

function explain({ origin, hostname, protocol }: URL, cause: Error & { readonly code?: string }): InstallationError {
  const { why, remedy } = troubleOf(cause.code ?? '', { hostname, protocol }) ?? {
    why: `the connection broke: ${cause.message}`,
    remedy: `look whether \`reconcile serve --listen\` runs there, and what stands between`,
  }
  return new InstallationError(exits.unreachable, `${origin}: ${why}`, { cause, remedy })
}

interface Trouble {
  readonly why: string
  readonly remedy: string
}

function troubleOf(code: string, { hostname, protocol }: Pick<URL, 'hostname' | 'protocol'>): Trouble | undefined {
  if (/^(ERR_SSL|EPROTO)/.test(code))
    return { why: 'what answers there speaks no TLS of ours', remedy: 'look at which address and port serve listens' }
  if (code.startsWith('HPE_')) return { why: 'what answers there speaks no HTTP', remedy: WRITE_HTTPS }
  // A server of TLS closes the connection of who does not speak it.
  if (code === 'ECONNRESET' && protocol === 'http:') return { ...CLOSED, remedy: `${WRITE_HTTPS}; else ${SEE_SERVE}` }
  return NETWORK[code]?.(hostname) ?? CERTIFICATE[code]
}

const WRITE_HTTPS = 'write https:// if serve has a certificate'
const SEE_SERVE = 'look whether `reconcile serve --listen` runs there, and at which address and port'

const CLOSED: Trouble = { why: 'the connection was closed before the answer was whole', remedy: SEE_SERVE }

const NETWORK: Readonly<Record<string, (host: string) => Trouble>> = {
  ECONNREFUSED: () => ({ why: 'nothing listens there', remedy: SEE_SERVE }),
  ECONNRESET: () => CLOSED,
  EPIPE: () => CLOSED,
  ETIMEDOUT: () => ({
    why: 'it does not answer in time',
    remedy: 'check the address, whether that machine is up, and what stands between, as a firewall',
  }),
  EHOSTUNREACH: () => ({ why: 'there is no way to that machine', remedy: 'check the address, and the network' }),
  ENETUNREACH: () => ({ why: 'there is no way to that network', remedy: 'check the address, and the network' }),
  ENOTFOUND: (host) => ({ why: `there is no machine ${host}`, remedy: 'check the name in RECONCILE_SERVER' }),
  EAI_AGAIN: (host) => ({
    why: `who knows the address of ${host} does not answer`,
    remedy: 'check the network and DNS',
  }),
}

const UNTRUSTED: Trouble = {
  why: 'nobody that this machine trusts has signed its certificate; nothing was sent',
  remedy:
    'name the certificate of who signed it in RECONCILE_CA_FILE; one that signed itself is its own (the file of --tls-cert)',
}

const CERTIFICATE: Readonly<Record<string, Trouble>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
  CERT_HAS_EXPIRED: {
    why: 'its certificate has expired; nothing was sent',
    remedy:
      'put a new one into the files of --tls-cert and --tls-key, which serve shows at once; check the clock of this machine too',
  },
  CERT_NOT_YET_VALID: {
    why: 'its certificate is not valid yet; nothing was sent',
    remedy: 'check the clocks of both machines',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    why: 'its certificate is of another name; nothing was sent',
    remedy: 'name the server as its certificate does, or give serve one with this name (subjectAltName)',
  },
}
