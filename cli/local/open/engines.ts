import { existsSync } from 'node:fs'
import { fileReason, MOST_FILE_BYTES } from '../../../api/v1/file-reason.ts'
import type { V1Node } from '../../../api/v1/generated/types.ts'
import { errorCode, errorText } from '../../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { LOCAL_NODE } from '../../../api/v1/names.ts'
import type { Settings } from '../../../api/v1/settings.ts'
import type { Clock } from '../../../clock/clock.ts'
import { whenAborted } from '../../../clock/when-aborted.ts'
import { type Buildx, buildxOf } from '../../../engine/docker/build/buildx.ts'
import { connectDocker } from '../../../engine/docker/connect.ts'
import {
  DEFAULT_HOST,
  dockerConfigDirectory,
  type Endpoint,
  type EndpointInputs,
  resolveEndpoint,
} from '../../../engine/docker/endpoint.ts'
import { forbiddenSocket } from '../../../engine/docker/socket.ts'
import type { Engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { lateEngine } from '../../../engine/late.ts'
import { isWrite } from '../../../engine/is-write.ts'
import { wrapEngine } from '../../../engine/wrap.ts'
import { readBoundedFileSync } from '../../../store/bounded-file.ts'
import type { Store } from '../../../store/objects/store.ts'
import { originIn } from '../../../store/source/acceptance/origins.ts'
import { homeOfUser } from '../../context.ts'
import { engineRemedy } from '../../engine-remedy.ts'
import { unreachableHost } from '../unreachable.ts'
import { withEarlyInfo } from './early-info.ts'

export interface EnginesOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly settings: Settings
}

/** Connects the local engine, prefetching its info while the state is read, with the builder if a plan may be made. */
export async function connectLocal(options: EnginesOptions & { readonly plans: boolean }): Promise<Engine> {
  const engine = await connectNode(LOCAL_NODE, undefined, options)
  return withEarlyInfo(engine, options.clock, { builder: options.plans })
}

/** Connects one engine per node. Uses the open local one, unless that node is declared elsewhere or this machine has no engine. */
export async function connectEngines(
  local: Promise<Engine>,
  { store, ...options }: EnginesOptions & { readonly store: Store },
): Promise<readonly Engine[]> {
  const nodes = nodesThere(store, options.env)
  const isElsewhere = endpointOf(nodes.get(LOCAL_NODE)) !== undefined
  if (isElsewhere || !nodes.has(LOCAL_NODE)) local.then((engine) => engine.close()).catch(() => undefined)
  return await Promise.all(
    [...nodes].map(([node, declared]) =>
      node === LOCAL_NODE && !isElsewhere ? local : connectDeclared(node, declared, options),
    ),
  )
}

/** Connects a declared node's engine. If that fails, the engine reports itself unreachable with the reason, and blocks no other. */
export function connectDeclared(node: string, declared: V1Node | undefined, options: EnginesOptions): Engine {
  return lateEngine(node, () => connectNode(node, declared, options))
}

/** A node's endpoint as a comparable text. */
export function placeOf(declared: Pick<V1Node, 'spec'> | undefined): string {
  return JSON.stringify(endpointOf(declared) ?? {})
}

/**
 * Whether this machine has no engine and never had one, and other nodes are declared. It then only controls those, and is not a node that
 * is down. If DOCKER_HOST, a context or a manifest names a local engine, one is expected.
 */
export function isLocalAbsent(store: Store, env: EnginesOptions['env'], isThere = existsSync): boolean {
  const isKnown = store.get('Node', LOCAL_NODE)?.status?.engineID !== undefined
  const isNamed = Boolean(env['DOCKER_HOST']) || originIn(store, `Node/${LOCAL_NODE}`) !== undefined
  const hasOthers = [...store.list('Node').keys()].some((name) => name !== LOCAL_NODE)
  if (isKnown || isNamed || !hasOthers) return false
  const { host } = localEndpoint(env)
  return host === DEFAULT_HOST && !isThere(host.slice('unix://'.length))
}

/** All nodes with their declarations, without the local one if this machine has no engine. */
export function nodesThere(store: Store, env: EnginesOptions['env']): ReadonlyMap<string, V1Node | undefined> {
  const nodes = new Map(nodesIn(store))
  if (isLocalAbsent(store, env)) nodes.delete(LOCAL_NODE)
  return nodes
}

/** All nodes with their declarations; `objects` override the store. The local node exists without a declaration. */
export function nodesIn(store: Store, objects: readonly ObjectOf[] = []): ReadonlyMap<string, V1Node | undefined> {
  const anew = objects.flatMap((object) => (object.kind === 'Node' ? [[object.metadata.name, object] as const] : []))
  return new Map<string, V1Node | undefined>([[LOCAL_NODE, undefined], ...store.list('Node'), ...anew])
}

/** The endpoint that docker's command line would use. Throws (exit 2) if the setting that selects it is invalid. */
export function localEndpoint(env: EnginesOptions['env']): Endpoint {
  try {
    return resolveEndpoint(inputsOf(env))
  } catch (cause) {
    throw unusable(exits.usage, cause)
  }
}

/** Throws if the local engine's address is invalid, before anything is accepted. */
export function checkLocal(store: Store, env: EnginesOptions['env']): void {
  if (endpointOf(store.get('Node', LOCAL_NODE)) === undefined) localEndpoint(env)
}

/** Throws (exit 5) if this user may not open an engine's socket. An engine that is merely down may come back. */
export function checkRights(store: Store, env: EnginesOptions['env'], objects: readonly ObjectOf[]): void {
  for (const [node, declared] of nodesIn(store, objects)) {
    const because = forbiddenSocket((endpointOf(declared) ?? localEndpoint(env)).host)
    if (because !== undefined) throw unreachableHost({ node, unreachable: because, obstacle: 'AccessDenied' })
  }
}

function inputsOf(env: EnginesOptions['env']): EndpointInputs {
  return { env, home: homeOfUser(env), read: readText }
}

/** The local docker buildx, and docker's configuration directory. */
export function localBuildx(env: EnginesOptions['env']): { readonly buildx: Buildx; readonly configDirectory: string } {
  const configDirectory = dockerConfigDirectory(inputsOf(env))
  return { buildx: buildxOf({ env, configDirectory }), configDirectory }
}

/** Connects the engine of one node. Throws (exit 5), with the remedy, where its address or TLS files can't be used. */
export async function connectNode(
  node: string,
  declared: V1Node | undefined,
  options: EnginesOptions,
): Promise<Engine> {
  const { env, clock, settings } = options
  const { buildx, configDirectory } = localBuildx(env)
  const endpoint = endpointOf(declared) ?? localEndpoint(env)
  try {
    return await connectDocker({ node, clock, settings, configDirectory, buildx, env, ...endpoint })
  } catch (cause) {
    throw unusable(
      exits.unreachable,
      cause,
      endpoint.isDeclared ? engineRemedy({ obstacle: 'Misconfigured', isDeclared: true }, node) : undefined,
    )
  }
}

const CHECK_LOCAL = 'check DOCKER_HOST, DOCKER_CERT_PATH and `docker context ls`'

function unusable(exit: number, cause: unknown, remedy = CHECK_LOCAL): InstallationError {
  return new InstallationError(exit, errorText(cause), { cause, remedy })
}

/**
 * Wraps an engine so that writes never happen: they block until their run is aborted. The control loops thus compute status and change
 * nothing (S7).
 */
export function withoutWrites(engine: Engine): Engine {
  return wrapEngine(engine, async ({ verb, run }, next) => {
    if (!isWrite(verb)) return await next()
    await whenAborted(run.signal)
    throw new EngineError('Cancelled', { node: engine.node, tried: verb, detail: 'only looking' })
  })
}

function endpointOf(node: Pick<V1Node, 'spec'> | undefined): Endpoint | undefined {
  const { host, tls } = node?.spec.engine ?? {}
  if (host === undefined) return undefined
  if (!tls) return { host, isDeclared: true }
  const { caFile, certFile, keyFile } = tls
  return {
    host,
    isDeclared: true,
    tls: {
      ...(caFile === undefined ? {} : { ca: caFile }),
      ...(certFile === undefined ? {} : { cert: certFile }),
      ...(keyFile === undefined ? {} : { key: keyFile }),
    },
  }
}

function readText(path: string): string | undefined {
  try {
    return readBoundedFileSync(path, MOST_FILE_BYTES).toString('utf8')
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(cause))) return undefined
    throw new Error(`read ${path}: ${fileReason(cause)}, or set DOCKER_HOST`, { cause })
  }
}
