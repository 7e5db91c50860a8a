import { credentialKey, type ImageReference } from '../api/v1/image-reference.ts'
import { isMap } from '../api/v1/yaml/is-map.ts'

/** A registry login in the API's terms. Never logged. */
export interface RegistryAuth {
  readonly username?: string
  readonly password?: string
  readonly identitytoken?: string
  readonly registrytoken?: string
  readonly serveraddress: string
}

/** A login as docker's config.json keeps it under `auths`. */
export interface StoredAuth {
  readonly auth?: string
  readonly username?: string
  readonly password?: string
  readonly identitytoken?: string
  readonly registrytoken?: string
}

/** The host of a registry key in config.json, which may be an old URL. */
export function hostOf(server: string): string {
  return server.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
}

/** Converts a stored login; undefined for an entry without one, such as a credential helper leaves. */
export function fromStored(stored: StoredAuth, serveraddress: string): RegistryAuth | undefined {
  const { identitytoken, registrytoken, username, password, auth } = stored
  if (identitytoken) return { identitytoken, serveraddress }
  if (registrytoken) return { registrytoken, serveraddress }
  if (username !== undefined && password !== undefined) return { username, password, serveraddress }
  const decoded = Buffer.from(auth ?? '', 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon <= 0) return undefined
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1).replace(/\0+$/, ''), serveraddress }
}

/** The logins in a Secret with docker's config.json; or why it has none, in words without any of its bytes (S9). */
export type PullSecret = { readonly auths: ReadonlyMap<string, StoredAuth> } | { readonly wrong: string }

/** Reads the bytes of an image pull Secret, as Kubernetes' type kubernetes.io/dockerconfigjson has them. */
export function readPullSecret(bytes: Uint8Array): PullSecret {
  const config = parsed(bytes)
  if (!isMap(config)) return { wrong: 'it is not JSON' }
  const { auths } = config
  if (!isMap(auths))
    return 'credsStore' in config || 'credHelpers' in config
      ? { wrong: 'it names a credential helper in place of the logins, and none is run for a Secret' }
      : { wrong: 'it has no `auths`' }
  const entries = Object.entries(auths).map(([key, entry]) => [key, storedAuth(entry)] as const)
  const [bad] = entries.find(([key, entry]) => entry === undefined || fromStored(entry, key) === undefined) ?? []
  if (bad !== undefined) return { wrong: `its entry for ${hostOf(bad)} has no login (\`auth\`)` }
  return { auths: new Map(entries.flatMap(([key, entry]) => (entry ? [[key, entry] as const] : []))) }
}

/**
 * The login for an image: of the keys that match, that with the longest beginning of its repository, as in Kubernetes; then one whose host
 * has no `*`; then that with the longest host.
 */
export function authFor(auths: ReadonlyMap<string, StoredAuth>, image: ImageReference): RegistryAuth | undefined {
  const closest = ([a]: Login, [b]: Login) =>
    b.prefix.length - a.prefix.length ||
    Number(a.host.includes('*')) - Number(b.host.includes('*')) ||
    b.host.length - a.host.length
  const [[, stored] = []] = loginsIn(auths)
    .filter(([scope]) => isFor(scope, image))
    .sort(closest)
  return stored && fromStored(stored, credentialKey(image))
}

/**
 * All logins by registry, as a build sends them, which may pull from any. Patterns are left out. Of several for one registry, the one for
 * most of its repositories is sent.
 */
export function allAuths(auths: ReadonlyMap<string, StoredAuth>): Readonly<Record<string, RegistryAuth>> {
  const widestLast = loginsIn(auths).sort(([a], [b]) => b.prefix.length - a.prefix.length)
  const entries = widestLast.flatMap(([{ host }, stored]): [string, RegistryAuth][] => {
    const server = sameHost(host, DOCKER_HUB) ? credentialKey({ domain: DOCKER_HUB, path: '' }) : host
    const auth = host.includes('*') ? undefined : fromStored(stored, server)
    return auth === undefined ? [] : [[server, auth]]
  })
  return Object.fromEntries(entries)
}

/** What a key is for: a registry, whose host may have `*` within a label, and the beginning of a repository's path; empty for all. */
interface Scope {
  readonly host: string
  readonly prefix: string
}

type Login = readonly [Scope, StoredAuth]

function loginsIn(auths: ReadonlyMap<string, StoredAuth>): Login[] {
  return [...auths].map(([key, stored]) => [scopeOf(key), stored])
}

function scopeOf(key: string): Scope {
  const path = key.replace(/^https?:\/\//, '').replace(/^[^/]*\/?/, '')
  return { host: hostOf(key), prefix: path.replace(/^v[12](\/|$)/, '').replace(/\/$/, '') }
}

const DOCKER_HUB = 'docker.io'

function isFor({ host, prefix }: Scope, { domain, path }: ImageReference): boolean {
  return sameHost(host, domain) && (prefix === '' || path === prefix || path.startsWith(`${prefix}/`))
}

/** Whether a host pattern matches a registry; Docker Hub has several names. */
function sameHost(pattern: string, domain: string): boolean {
  if (domain === DOCKER_HUB && (pattern === 'index.docker.io' || pattern === 'registry-1.docker.io')) return true
  const [wanted, given] = [pattern.split('.'), domain.split('.')]
  return wanted.length === given.length && wanted.every((label, index) => sameLabel(label, given[index] ?? ''))
}

/** Matches without a generated regular expression, which may backtrack for ever (S12). */
function sameLabel(pattern: string, label: string): boolean {
  const [before = '', ...parts] = pattern.split('*')
  if (parts.length === 0) return pattern === label
  const last = parts.pop() ?? ''
  if (!label.startsWith(before) || label.length < before.length + last.length || !label.endsWith(last)) return false
  let rest = label.slice(before.length, label.length - last.length)
  for (const part of parts) {
    const at = rest.indexOf(part)
    if (at < 0) return false
    rest = rest.slice(at + part.length)
  }
  return true
}

const AUTH_FIELDS = ['auth', 'username', 'password', 'identitytoken', 'registrytoken'] as const

/** The fields of an entry under `auths`; undefined where it is not one, or one of its fields is no text. */
export function storedAuth(entry: unknown): StoredAuth | undefined {
  if (!isMap(entry)) return undefined
  const given = AUTH_FIELDS.flatMap((name) => (name in entry ? [[name, entry[name]] as const] : []))
  return given.every(([, value]) => typeof value === 'string') ? Object.fromEntries(given) : undefined
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined // the parser's error quotes its input (S9)
  }
}
