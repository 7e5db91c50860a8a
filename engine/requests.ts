import { relative, resolve } from 'node:path'
import { sortedEntries } from '../api/v1/language/by.ts'
import { isRemoteContext } from '../api/v1/build-context.ts'
import { consoleSize } from '../api/v1/installation/terminal.ts'
import { secondsOf } from './seconds.ts'
import { ulimitOf } from './container/ulimit.ts'
import type { ArgsOf, LogArgs, Verb } from './engine.ts'
import type { BuildArgs } from './types/build.ts'
import { argumentsOf } from './proxies.ts'
import { fullName, parseImageReference, taggedName } from '../api/v1/image-reference.ts'

/** `BUILD` is a build by BuildKit, a conversation rather than one request; its parameters are shown as a path all the same. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'BUILD'

/** The HTTP request of a verb, without the API version's prefix. */
export interface EngineRequest {
  readonly method: Method
  readonly path: string
  /** Sorted by name, and only given parameters, so that equal arguments give equal text. A list is sent as repeated parameters. */
  readonly query: Readonly<Record<string, string | readonly string[]>>
  readonly body?: unknown
  /** The upload instead of a body; the recorder prints its digest. */
  readonly archive?: RequestArchive
}

/** The bytes of an upload, or the digest of a build context, which is packed only when it is sent. */
export type RequestArchive = { readonly bytes: Uint8Array } | { readonly digest: string }

type Requests = { readonly [V in Verb]: (args: ArgsOf<V>) => EngineRequest }

/** Returns the request of one call. `exec` is several calls (create, start, resize, inspect); this is its first. Pure. */
export function requestOf<V extends Verb>(verb: V, args: ArgsOf<V>): EngineRequest {
  return requests[verb](args)
}

/** Path and query as they go over the wire, after the version's prefix. */
export function targetOf(request: EngineRequest): string {
  const query = new URLSearchParams(
    Object.entries(request.query).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    ),
  )
  return query.size === 0 ? request.path : `${request.path}?${query}`
}

/** The name of an inline Dockerfile in the archive. */
export const inlineDockerfile = '.reconcile.Dockerfile'

/**
 * The Dockerfile's path in the archive; undefined for the default. An inline one, or one outside the context, is packed under a name of
 * ours.
 */
export function dockerfileInArchive({ context, dockerfile, dockerfileInline }: BuildArgs): string | undefined {
  if (dockerfileInline !== undefined) return inlineDockerfile
  if (dockerfile === undefined || isRemoteContext(context)) return dockerfile
  const inside = relative(context, resolve(context, dockerfile))
  return inside.startsWith('../') ? inlineDockerfile : inside
}

/** A build's Dockerfile in words. */
export function dockerfileName({ context, dockerfile, dockerfileInline }: BuildArgs): string {
  if (dockerfileInline !== undefined) return 'the inline Dockerfile'
  return resolve(context, dockerfile ?? 'Dockerfile')
}

const requests: Requests = {
  info: () => get('/info'),

  listContainers: ({ labels, ids }) =>
    get('/containers/json', { all: '1', filters: filters({ id: ids, label: labels }) }),
  inspectContainer: ({ id }) => get(`/containers/${segment(id)}/json`),
  createContainer: ({ name, body, platform }) => post('/containers/create', { name, platform }, body),
  startContainer: ({ id }) => post(`/containers/${segment(id)}/start`),
  stopContainer: ({ id, signal, timeoutSeconds }) =>
    post(`/containers/${segment(id)}/stop`, { signal, t: timeoutSeconds }),
  killContainer: ({ id, signal }) => post(`/containers/${segment(id)}/kill`, { signal }),
  unpauseContainer: ({ id }) => post(`/containers/${segment(id)}/unpause`),
  renameContainer: ({ id, name }) => post(`/containers/${segment(id)}/rename`, { name }),
  updateContainer: ({ id, body }) => post(`/containers/${segment(id)}/update`, {}, body),
  removeContainer: ({ id, force, volumes }) => remove(`/containers/${segment(id)}`, { force, v: volumes }),

  pastEnds: ({ until }) =>
    get('/events', {
      filters: filters({ event: ['die', 'kill'], type: ['container'] }),
      until: secondsOf(until),
    }),

  listNetworks: ({ labels }) => get('/networks', { filters: filters({ label: labels }) }),
  inspectNetwork: ({ id }) => get(`/networks/${segment(id)}`),
  createNetwork: ({ body }) => post('/networks/create', {}, { ...body, CheckDuplicate: true }),
  removeNetwork: ({ id }) => remove(`/networks/${segment(id)}`),
  connectNetwork: ({ id, container, endpoint }) =>
    post(`/networks/${segment(id)}/connect`, {}, { Container: container, EndpointConfig: endpoint }),
  disconnectNetwork: ({ id, container, force }) =>
    post(`/networks/${segment(id)}/disconnect`, {}, { Container: container, Force: force ?? false }),

  listVolumes: ({ labels }) => get('/volumes', { filters: filters({ label: labels }) }),
  inspectVolume: ({ name }) => get(`/volumes/${segment(name)}`),
  createVolume: ({ body }) => post('/volumes/create', {}, body),
  removeVolume: ({ name, force }) => remove(`/volumes/${segment(name)}`, { force }),

  listSwarmServices: ({ labels }) => get('/services', { filters: filters({ label: labels }) }),
  listSwarmTasks: ({ services }) => get('/tasks', { filters: filters({ service: services }) }),
  listSwarmConfigs: ({ ids }) => get('/configs', { filters: filters({ id: ids }) }),
  updateSwarmService: ({ id, version, spec }) => post(`/services/${segment(id)}/update`, { version }, spec),

  inspectImage: ({ name }) => get(`/images/${imagePath(name)}/json`),
  resolveImage: ({ image }) => get(`/distribution/${imagePath(fullName(image))}/json`),
  pullImage: ({ image, platform }) => post('/images/create', { ...pullQuery(image), platform }),
  buildImage: buildRequest,
  tagImage: ({ name, tag }) => post(`/images/${imagePath(name)}/tag`, splitTag(tag)),
  removeImage: ({ name, force }) => remove(`/images/${imagePath(name)}`, { force }),
  importImage: ({ image, tar, labels }) => ({
    ...post('/images/create', { ...splitTag(image), fromSrc: '-', changes: labelChange(labels) }),
    archive: { bytes: tar },
  }),

  putArchive: ({ id, path, tar }) => ({
    method: 'PUT',
    path: `/containers/${segment(id)}/archive`,
    query: { path },
    archive: { bytes: tar },
  }),
  getArchive: ({ id, path }) => get(`/containers/${segment(id)}/archive`, { path }),
  statPath: ({ id, path }) => ({ method: 'HEAD', path: `/containers/${segment(id)}/archive`, query: { path } }),
  copyOut: ({ id, path }) => get(`/containers/${segment(id)}/archive`, { path }),
  copyIn: ({ id, path, asItsUser, replaces }) => ({
    method: 'PUT',
    path: `/containers/${segment(id)}/archive`,
    query: sorted({ copyUIDGID: asItsUser, noOverwriteDirNonDir: !replaces, path }),
  }),
  logs: logsRequest,
  stats: ({ id }) => get(`/containers/${segment(id)}/stats`, { stream: '0' }),
  waitContainer: ({ id }) => post(`/containers/${segment(id)}/wait`, { condition: 'next-exit' }),
  attach: ({ id, stdin }) =>
    post(`/containers/${segment(id)}/attach`, { stderr: true, stdin: stdin !== undefined, stdout: true, stream: true }),
  exec: (args) =>
    post(
      `/containers/${segment(args.id)}/exec`,
      {},
      {
        AttachStdin: args.stdin !== undefined,
        AttachStdout: true,
        AttachStderr: true,
        Cmd: args.command,
        ...(args.terminal === undefined ? {} : { Tty: true, ...consoleSize(args.terminal.size()) }),
        ...(args.user === undefined ? {} : { User: args.user }),
        ...(args.workingDir === undefined ? {} : { WorkingDir: args.workingDir }),
        ...(args.env === undefined ? {} : { Env: args.env }),
        ...(args.privileged === undefined ? {} : { Privileged: args.privileged }),
      },
    ),
}

function buildRequest(args: BuildArgs): EngineRequest {
  const remote = isRemoteContext(args.context)
  const query = {
    buildargs: sortedJson(argumentsOf(args)),
    cachefrom: args.cacheFrom?.length ? JSON.stringify(args.cacheFrom) : undefined,
    dockerfile: dockerfileInArchive(args),
    extrahosts: args.extraHosts,
    isolation: args.isolation,
    labels: sortedJson(args.labels),
    networkmode: args.network,
    nocache: args.noCache,
    platform: args.platform,
    pull: args.pull,
    remote: remote ? args.context : undefined,
    shmsize: args.shmSizeBytes,
    t: args.tags,
    target: args.target,
    ulimits: args.ulimits?.length ? JSON.stringify(args.ulimits.map(ulimitOf)) : undefined,
  }
  const archive = remote ? {} : { archive: { digest: args.contentHash } }
  if (args.buildkit === undefined) return { ...post('/build', { ...query, forcerm: true, rm: true }), ...archive }
  return { ...post('/build', { ...query, ...buildkitQuery(args) }), method: 'BUILD', ...archive }
}

/** The parameters that only BuildKit has; for secrets, only their ids (S9). */
function buildkitQuery(args: BuildArgs): Record<string, QueryValue> {
  return {
    cacheto: args.cacheTo?.length ? JSON.stringify(args.cacheTo) : undefined,
    contexts: sortedJson(args.additionalContexts),
    entitlements: args.entitlements,
    nocachefilter: args.noCacheFilter,
    privileged: args.privileged,
    provenance: args.provenance,
    sbom: args.sbom,
    secretids: args.secrets?.map(({ id }) => id),
    ssh: args.ssh,
  }
}

function logsRequest(args: LogArgs): EngineRequest {
  return get(`/containers/${segment(args.id)}/logs`, {
    follow: args.follow,
    since: seconds(args.since),
    stderr: true,
    stdout: true,
    tail: args.tail,
    timestamps: args.timestamps,
    until: seconds(args.until),
  })
}

type QueryValue = string | number | boolean | readonly string[] | undefined

function get(path: string, query: Record<string, QueryValue> = {}): EngineRequest {
  return { method: 'GET', path, query: sorted(query) }
}

function post(path: string, query: Record<string, QueryValue> = {}, body?: unknown): EngineRequest {
  return { method: 'POST', path, query: sorted(query), ...(body === undefined ? {} : { body }) }
}

function remove(path: string, query: Record<string, QueryValue> = {}): EngineRequest {
  return { method: 'DELETE', path, query: sorted(query) }
}

/** Leaves out absent and false parameters, which are the same to the engine. */
function sorted(query: Record<string, QueryValue>): EngineRequest['query'] {
  const names = Object.keys(query).sort()
  return Object.fromEntries(names.flatMap((name) => queryEntry(name, query[name])))
}

function queryEntry(name: string, value: QueryValue): [string, string | readonly string[]][] {
  if (value === undefined || value === false) return []
  if (typeof value === 'object') return value.length === 0 ? [] : [[name, value]]
  return [[name, value === true ? '1' : String(value)]]
}

function filters(wanted: Record<string, readonly string[] | undefined>): string | undefined {
  const given = Object.entries(wanted).filter(([, values]) => values !== undefined && values.length > 0)
  return given.length === 0 ? undefined : JSON.stringify(Object.fromEntries(given))
}

function segment(text: string): string {
  return encodeURIComponent(text)
}

/** Encodes an image name, keeping slashes, colons and @, as the engine's routes require. */
function imagePath(name: string): string {
  return encodeURIComponent(name).replaceAll('%2F', '/').replaceAll('%3A', ':').replaceAll('%40', '@')
}

function pullQuery(image: string): { fromImage: string; tag?: string } {
  const reference = parseImageReference(image)
  if (reference === undefined) return { fromImage: image }
  const name = taggedName(reference)
  const at = name.indexOf('@')
  if (at >= 0) return { fromImage: name.slice(0, at).replace(/:[^:/]+$/, ''), tag: name.slice(at + 1) }
  const colon = name.lastIndexOf(':')
  return { fromImage: name.slice(0, colon), tag: name.slice(colon + 1) }
}

function splitTag(name: string): { repo: string; tag?: string } {
  const match = /^(.+):([^:/]+)$/.exec(name)
  const [, repo, tag] = match ?? []
  return repo === undefined || tag === undefined ? { repo: name } : { repo, tag }
}

function labelChange(labels: Readonly<Record<string, string>> | undefined): string | undefined {
  const pairs = sortedEntries(labels)
  if (pairs.length === 0) return undefined
  const quoted = (text: string) => JSON.stringify(text).replaceAll('$', '\\$')
  return `LABEL ${pairs.map(([name, value]) => `${quoted(name)}=${quoted(value)}`).join(' ')}`
}

function sortedJson(values: Readonly<Record<string, string>> | undefined): string | undefined {
  const pairs = sortedEntries(values)
  return pairs.length === 0 ? undefined : JSON.stringify(Object.fromEntries(pairs))
}

/** Milliseconds as the engine's seconds with a fraction. */
function seconds(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : (ms / 1000).toFixed(3)
}
