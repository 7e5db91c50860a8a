import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { credentialKey, parseImageReference } from '../image-reference.ts'
import { askHelper } from './credential-helper.ts'

/** What the engine sends to a registry, in the API's own words. Never logged. */
export interface RegistryAuth {
  readonly username?: string
  readonly password?: string
  readonly identitytoken?: string
  readonly registrytoken?: string
  readonly serveraddress: string
}

/** The credentials that `docker login` left on this machine. */
export interface Credentials {
  /** For the registry of an image; undefined where there are none. */
  forImage(image: string, signal: AbortSignal): Promise<RegistryAuth | undefined>
  /** All that are known, by registry: a build may pull from any. */
  all(signal: AbortSignal): Promise<Readonly<Record<string, RegistryAuth>>>
}

interface DockerConfig {
  readonly auths?: Readonly<Record<string, StoredAuth>>
  readonly credHelpers?: Readonly<Record<string, string>>
  readonly credsStore?: string
}

interface StoredAuth {
  readonly auth?: string
  readonly username?: string
  readonly password?: string
  readonly identitytoken?: string
  readonly registrytoken?: string
}

/** Reads `config.json` in `directory` (docker's, usually ~/.docker) anew each time; credential helpers are asked where it names them. */
export function dockerCredentials(directory: string): Credentials {
  const path = join(directory, 'config.json')
  return {
    async forImage(image, signal) {
      const reference = parseImageReference(image)
      return reference && lookUp(await readConfig(path), credentialKey(reference), signal)
    },
    async all(signal) {
      const config = await readConfig(path)
      const servers = new Set([...Object.keys(config.auths ?? {}), ...Object.keys(config.credHelpers ?? {})])
      const found = await Promise.all(
        [...servers].map(async (server) => [server, await lookUp(config, server, signal)]),
      )
      return Object.fromEntries(found.filter(([, auth]) => auth !== undefined))
    },
  }
}

/** No credentials at all: pulls are anonymous. */
export const noCredentials: Credentials = {
  forImage: async () => undefined,
  all: async () => ({}),
}

/** The value of an X-Registry-Auth or X-Registry-Config header. */
export function authHeader(auth: RegistryAuth | Readonly<Record<string, RegistryAuth>>): string {
  // The URL alphabet, but padded: without the padding engines take it for no credentials at all.
  return Buffer.from(JSON.stringify(auth)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

async function readConfig(path: string): Promise<DockerConfig> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  try {
    const config: unknown = JSON.parse(text)
    return typeof config === 'object' && config !== null ? config : {}
  } catch (cause) {
    throw new Error(`read registry credentials from ${path}: it is not JSON; correct it, or log in again`, { cause })
  }
}

async function lookUp(config: DockerConfig, server: string, signal: AbortSignal): Promise<RegistryAuth | undefined> {
  const helper = entryOf(config.credHelpers, server) ?? config.credsStore
  if (helper) {
    const answer = await askHelper(helper, server, signal)
    if (answer) return answer
  }
  const stored = entryOf(config.auths, server)
  return stored && fromStored(stored, server)
}

/** Keys may be bare hosts or old URLs. */
function entryOf<T>(entries: Readonly<Record<string, T>> | undefined, server: string): T | undefined {
  if (!entries) return undefined
  if (Object.hasOwn(entries, server)) return entries[server]
  return Object.entries(entries).find(([key]) => hostOf(key) === hostOf(server))?.[1]
}

function hostOf(server: string): string {
  return server.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
}

function fromStored(stored: StoredAuth, serveraddress: string): RegistryAuth | undefined {
  if (stored.identitytoken) return { identitytoken: stored.identitytoken, serveraddress }
  if (stored.registrytoken) return { registrytoken: stored.registrytoken, serveraddress }
  if (stored.username !== undefined && stored.password !== undefined)
    return { username: stored.username, password: stored.password, serveraddress }
  const decoded = Buffer.from(stored.auth ?? '', 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon <= 0) return undefined
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1).replace(/\0+$/, ''), serveraddress }
}
