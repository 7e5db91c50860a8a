import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import { EngineError, type EngineErrorCode, type Obstacle } from '../errors.ts'
import type { TlsFiles } from './endpoint.ts'
import { SshFailure } from './ssh/ssh-failure.ts'

export const SET_TLS = 'set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH'
export const DECLARE_TLS = 'declare spec.engine.tls in its manifest'

/** A failure without its node and call. */
export interface Failure {
  readonly code: EngineErrorCode
  /** The engine's or system's own words, with the remedy where known. */
  readonly detail: string
  readonly cause?: unknown
  /** Whether a certificate or a permission is the cause, rather than the engine. */
  readonly keepsOut?: boolean
  readonly obstacle?: Obstacle | undefined
  readonly engineOf?: string | undefined
  readonly waitedMs?: number
}

/** What messages need to know of the engine's address. */
export interface AddressWords {
  readonly host: string
  /** The group that owns the socket. */
  readonly group?: string
  readonly tls?: TlsFiles
  /** Whether address and files come from a Node's manifest. */
  readonly isDeclared?: boolean
  /** What is wrong with the TLS files, in words. */
  readonly faultOfTls?: () => string | undefined
}

/** Whether the system denies permission: a retry would fail the same way. */
export function isForbidden(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'EACCES' || code === 'EPERM'
}

/** Errors that mean that no host answers. A host without a running engine would refuse instead. */
const unreachedCodes: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ETIMEDOUT'])

/** Whether the connection failed as no host answers; for a name with several addresses, at none of them. */
export function isUnreached(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isUnreached)
  const isOfConnect = error instanceof Error && 'syscall' in error && error.syscall === 'connect'
  return isOfConnect && unreachedCodes.has(errorCode(error))
}

/** Classifies a failed connection or a broken answer. */
export function failureOfError(error: unknown, about: AddressWords): Failure {
  if (error instanceof EngineError) {
    const { code, detail, cause, keepsOut, obstacle, engineOf, waitedMs } = error
    return { code, detail, cause, keepsOut, obstacle, engineOf, waitedMs }
  }
  if (error instanceof SshFailure) {
    const { message, obstacle, keepsOut } = error
    return { code: 'Unreachable', detail: message, cause: error, keepsOut, obstacle }
  }
  if (error instanceof AnswerError) return { code: 'Internal', detail: error.message, cause: error }
  const [code, message] = [errorCode(error), plainWords(errorText(error))]
  const [words, obstacle] = isForbidden(error)
    ? [permissionDenied(about), 'AccessDenied' as const]
    : isUnreached(error)
      ? ([`nothing answers at ${about.host}: ${HOST_OFF}`, 'HostSilent'] as const)
      : connectionWords(code, message, about)
  const keepsOut = isForbidden(error) || isCertificateError(code, message) || mayRefuseOurs(code, message, about)
  return { code: 'Unreachable', detail: `${words} (${message})`, cause: error, keepsOut, obstacle }
}

/** Neither the client nor the user there is told which of these it is. */
const CHECK_FORWARDING = 'start dockerd there, or let its sshd forward to sockets (AllowStreamLocalForwarding)'

const HOST_OFF = 'the host is off, or the network or a firewall is in the way'

/**
 * The reason within an OpenSSL error, which has the form thread:error:code:library:function:reason:file:line, after `write EPROTO` or
 * nothing; other texts on one line.
 */
function plainWords(text: string): string {
  const [, reason] = /^(?:\w+ E\w+ )?[0-9A-F]+:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/.exec(text) ?? []
  return reason ?? text.replace(/\s+/g, ' ').trim()
}

function connectionWords(code: string, message: string, about: AddressWords): readonly [string, Obstacle?] {
  const { host, tls } = about
  if (code === 'ECONNREFUSED' || code === 'ENOENT')
    return [`no engine listens on ${host}; ${isDirectoryAt(host) ? DIRECTORY : 'is dockerd running?'}`]
  if (isUnresolved(code)) return [`the host name in ${host} does not resolve`, 'NameUnresolved']
  if (code.startsWith('HPE_'))
    return [
      `${host} does not speak HTTP; if it wants TLS, ${about.isDeclared ? DECLARE_TLS : SET_TLS}`,
      'Misconfigured',
    ]
  if (/wrong.version.number|packet.length.too.long/i.test(`${code} ${message}`))
    return [`${host} does not speak TLS; if it is not to, ${withoutTls(about)}`, 'Misconfigured']
  if (isCertificateError(code, message))
    return [`TLS with ${host} failed; ${CERTIFICATE_FAULTS[code] ?? checkFiles(about)}`, 'Misconfigured']
  if (host.startsWith('ssh:')) return [`the connection to ${host} broke; if it stays so, ${CHECK_FORWARDING}`]
  const broke = `the connection to ${host} broke${tls ? `; if it stays so, ${checkFiles(about)}` : ''}`
  return about.faultOfTls?.() === undefined ? [broke] : [broke, 'Misconfigured']
}

/** With one in the place of its socket, dockerd (20.10 and 28.5) ends as it starts. */
const DIRECTORY =
  'a directory is there, as a bind mount of the socket makes one while no engine runs: remove it with `rmdir`, start dockerd, and make the container of that mount anew'

function isDirectoryAt(host: string): boolean {
  const path = /^unix:\/\/(\/.*)$/.exec(host)?.[1]
  return path !== undefined && (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)
}

/** What is wrong with the certificate that the engine shows, by Node's code: no file here mends it. */
const CERTIFICATE_FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "renew the engine's certificate on its host, or that of the authority that signed it",
  CERT_NOT_YET_VALID: "set the clocks of this machine and the engine's host, or renew the engine's certificate there",
  ERR_TLS_CERT_ALTNAME_INVALID: `reach it by a name that the engine's certificate has, or have that name this one too (subjectAltName)`,
}

function withoutTls({ host, isDeclared }: AddressWords): string {
  if (host.startsWith('https:')) return 'write http:// in the place of https://'
  return isDeclared ? 'take spec.engine.tls out of its manifest' : 'unset DOCKER_TLS_VERIFY'
}

/** Whether a host name could not be resolved. */
function isUnresolved(code: string): boolean {
  return code === 'ENOTFOUND' || code.startsWith('EAI_')
}

/** An invalid answer: too large, not JSON, or not of the API's shape. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError'
}

/** Whether a request can't have reached the engine, so that even a write may be retried. */
export function wasNeverSent(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOENT'].includes(errorCode(error))
}

/**
 * Says what is wrong with a file, else which ones to check: those that the manifest names, and also those it does not, as an engine may
 * require a certificate.
 */
function checkFiles({ tls = {}, isDeclared = false, faultOfTls }: AddressWords): string {
  const fault = faultOfTls?.()
  if (fault !== undefined) return fault
  const any = tls.ca ?? tls.cert ?? tls.key
  if (!isDeclared)
    return `check ca.pem, cert.pem and key.pem in ${any === undefined ? 'DOCKER_CERT_PATH' : dirname(any)}`
  const fields = [
    ['caFile', tls.ca],
    ['certFile', tls.cert],
    ['keyFile', tls.key],
  ] as const
  const said = fields.map(([field, path]) => (path === undefined ? `${field}, which is not set` : `${field} ${path}`))
  return `check spec.engine.tls of its Node: ${said.join('; ')}`
}

function permissionDenied({ host, group }: AddressWords): string {
  if (group === undefined) return `permission denied on ${host}: run as root, or as a user who may open that socket`
  return `permission denied on ${host}: join its group with \`usermod -aG ${group} USER\` and log in again, or run as root`
}

/**
 * Whether the engine may have refused our certificate. With TLS 1.3 the request may already be sent by then, and only a closed connection
 * is seen.
 */
function mayRefuseOurs(code: string, message: string, { tls }: AddressWords): boolean {
  return tls !== undefined && code === 'ECONNRESET' && !/before secure TLS connection/i.test(message)
}

function isCertificateError(code: string, message: string): boolean {
  return /CERT|_SSL_|_TLS_|EPROTO|UNABLE_TO/.test(code) || /certificate/i.test(message)
}
