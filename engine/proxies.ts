import type { BuildArgs } from './types/build.ts'
import { envName } from './normalise/image-merge.ts'
import type { ContainerBody } from './types/container.ts'
import type { EngineInfo } from './types/engine.ts'
import type { StringMap } from './types/string-map.ts'

/** Variables by their keys under `proxies` in docker's config.json; each is set in lower case as well. */
export const PROXY_VARIABLES = {
  httpProxy: 'HTTP_PROXY',
  httpsProxy: 'HTTPS_PROXY',
  noProxy: 'NO_PROXY',
  ftpProxy: 'FTP_PROXY',
  allProxy: 'ALL_PROXY',
} as const

const names: ReadonlySet<string> = new Set(Object.values(PROXY_VARIABLES).flatMap((name) => [name, name.toLowerCase()]))

/**
 * Adds to a create the proxies that docker's command line gives a new container. A variable in the body stays, even one without a value.
 * Proxies are not part of what a container is compared by.
 */
export function withProxies(body: ContainerBody, proxies: Readonly<StringMap> = {}): ContainerBody {
  const { Env: own = [] } = body
  const given = Object.entries(proxies).filter(([name]) => !hasVariable(body, name))
  return given.length === 0 ? body : { ...body, Env: [...given.map(([name, value]) => `${name}=${value}`), ...own] }
}

/** Says that the proxies could not be read; undefined where they could. */
export function unreadWords(
  node: string,
  { proxiesUnread: why }: Pick<EngineInfo, 'proxiesUnread'> = {},
): string | undefined {
  return why === undefined ? undefined : `what is made on ${node} gets no proxies of docker's config.json: ${why}`
}

/** Whether a container's variable is a proxy that its maker's machine added, as the body does not set it. */
export function isGivenProxy(name: string, body: Pick<ContainerBody, 'Env'>): boolean {
  return names.has(name) && !hasVariable(body, name)
}

/** Adds proxies to a build, and to the builds of its contexts. */
export function buildWithProxies(args: BuildArgs, proxies: Readonly<StringMap> | undefined): BuildArgs {
  if (proxies === undefined) return args
  const { serviceContexts } = args
  if (serviceContexts === undefined) return { ...args, proxies }
  const contexts = Object.entries(serviceContexts).map(([name, build]) => [name, { ...build, proxies }])
  return { ...args, proxies, serviceContexts: Object.fromEntries(contexts) }
}

/** All arguments of a build; declared ones override proxies. */
export function argumentsOf({ buildArgs, proxies }: Pick<BuildArgs, 'buildArgs' | 'proxies'>): BuildArgs['buildArgs'] {
  return proxies === undefined ? buildArgs : { ...proxies, ...buildArgs }
}

function hasVariable({ Env = [] }: Pick<ContainerBody, 'Env'>, name: string): boolean {
  return Env.some((line) => envName(line) === name)
}
