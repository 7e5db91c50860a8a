import { join } from 'node:path'
import type { Clock } from '../../clock/clock.ts'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { credentialKey, parseImageReference } from '../../api/v1/image-reference.ts'
import { fromStored, hostOf, storedAuth, type RegistryAuth, type StoredAuth } from '../registry-auth.ts'
import { askHelper } from './credential-helper.ts'
import { readText } from './read-text.ts'

/** A registry login, and in words for errors where it is from, or why there is none. */
export interface Login {
  readonly auth?: RegistryAuth
  readonly words: string
}

/** The credentials that `docker login` left on this machine. */
export interface Credentials {
  /** The login for the registry of an image. */
  forImage(image: string, signal: AbortSignal): Promise<Login>
  /** All logins: a build may pull from any registry. */
  all(signal: AbortSignal): Promise<Logins>
}

/** Logins by registry key in config.json, and by key why a login could not be read. */
export interface Logins {
  readonly auths: Readonly<Record<string, RegistryAuth>>
  readonly failed: ReadonlyMap<string, string>
}

interface DockerConfig {
  readonly auths?: Readonly<Record<string, StoredAuth>>
  readonly credHelpers?: Readonly<Record<string, string>>
  readonly credsStore?: string
}

/** Reads `config.json` in `directory` (usually ~/.docker) on each call; runs the credential helpers that it names. */
export function dockerCredentials(directory: string, clock: Clock): Credentials {
  const path = join(directory, 'config.json')
  return {
    async forImage(image, signal) {
      const reference = parseImageReference(image)
      if (!reference) return { words: 'tried without a login' }
      const [config, server] = [await readConfig(path), credentialKey(reference)]
      const auth = await lookUp(config, server, { clock, signal })
      const isUnread = auth === undefined && hasFields(entryOf(config.auths, server))
      return isUnread ? unreadable(path, reference.domain) : loginOf(path, reference.domain, auth)
    },
    async all(signal) {
      const config = await readConfig(path)
      const servers = new Set([...Object.keys(config.auths ?? {}), ...Object.keys(config.credHelpers ?? {})])
      const [auths, failed] = [new Map<string, RegistryAuth>(), new Map<string, string>()]
      const note = async (server: string) => {
        try {
          const auth = await lookUp(config, server, { clock, signal })
          if (auth) auths.set(server, auth)
        } catch (error) {
          if (signal.aborted) throw error
          failed.set(server, errorText(error))
        }
      }
      await Promise.all([...servers].map(note))
      return { auths: Object.fromEntries(auths), failed }
    },
  }
}

/** No credentials: pulls are anonymous. */
export const noCredentials: Credentials = {
  forImage: async () => ({ words: 'tried without a login' }),
  all: async () => ({ auths: {}, failed: new Map() }),
}

/** `docker login` defaults to Docker Hub. */
function logIn(domain: string): string {
  return `docker login${domain === 'docker.io' ? '' : ` ${domain}`}`
}

function unreadable(path: string, domain: string): Login {
  return { words: `the login for ${domain} in ${path} can't be read: log in with ${logIn(domain)} anew` }
}

function loginOf(path: string, domain: string, auth: RegistryAuth | undefined): Login {
  const command = logIn(domain)
  if (auth === undefined) return { words: `${path} has no login for ${domain}: log in with ${command}` }
  return { auth, words: `tried with the login for ${domain} in ${path}: log in with ${command} anew` }
}

/** The value of an X-Registry-Auth or X-Registry-Config header. */
export function authHeader(auth: RegistryAuth | Readonly<Record<string, RegistryAuth>>): string {
  // URL-safe base64 with padding: without padding, engines ignore the credentials.
  return Buffer.from(JSON.stringify(auth)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

async function readConfig(path: string): Promise<DockerConfig> {
  const text = await readText(path)
  // One without any bytes is none, as for docker.
  if (!text) return {}
  try {
    const config: unknown = JSON.parse(text)
    return typeof config === 'object' && config !== null ? config : {}
  } catch {
    // The parser's error quotes its input, so no cause is kept (S9).
    throw new Error(`read registry credentials from ${path}: it is not JSON; correct it, or log in again`)
  }
}

async function lookUp(
  config: DockerConfig,
  server: string,
  asking: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<RegistryAuth | undefined> {
  const helper = entryOf(config.credHelpers, server) ?? config.credsStore
  if (helper) {
    const answer = await askHelper(helper, server, asking)
    if (answer) return answer
  }
  const stored = storedAuth(entryOf(config.auths, server))
  return stored && fromStored(stored, server)
}

/** Whether an entry is more than the empty one that a login in a helper leaves. */
function hasFields(entry: unknown): boolean {
  return entry !== undefined && Object.keys(Object(entry)).length > 0
}

/** Finds the entry of a registry; keys may be hosts or old URLs. */
function entryOf<T>(entries: Readonly<Record<string, T>> | undefined, server: string): T | undefined {
  if (!entries) return undefined
  if (Object.hasOwn(entries, server)) return entries[server]
  return Object.entries(entries).find(([key]) => hostOf(key) === hostOf(server))?.[1]
}
