import { type Caller, callerText } from '../v1/installation/caller.ts'
import type { ObjectOf } from '../v1/kinds.ts'
import type {
  Description,
  Editable,
  LogEntry,
  ObjectEvent,
  ObjectList,
  SourceNotes,
  VersionInfo,
  WatchEvent,
} from '../v1/installation/answers.ts'
import { isInstallationError } from '../v1/installation/installation-error.ts'
import type { ServedInstallation } from '../v1/installation/installation.ts'
import type { OneOff, RunEvent } from '../v1/installation/one-off.ts'
import type { PathStat } from '../v1/installation/path-stat.ts'
import type { PlanAnswer } from '../v1/installation/plan-answer.ts'
import type { ProgressEvent } from '../v1/installation/progress.ts'
import type { SwarmStack } from '../v1/swarm-stack.ts'
import type { Usage } from '../v1/installation/usage.ts'
import type { UsedImage } from '../v1/installation/used-images.ts'
import type { WatchQuery } from '../v1/installation/requests.ts'
import { jsonLinesOf } from '../v1/installation/wire.ts'
import { type Endpoint, socketEndpoint } from './endpoint.ts'
import { remoteCopyIn } from './copy-in.ts'
import { remoteExec, remoteOneOff } from './exec.ts'
import { listPath, objectPath } from './paths.ts'
import { type ApiRequest, send, sendForJson, isFailure, refusalOf } from './request.ts'

/** A plan reads all hosts and runs the loops on what it saw: it may take so much longer than a look at what is kept. */
const PLAN_PATIENCE = 10

/** The installation behind the socket of a running `serve`. */
export function remoteInstallation(socketPath: string, caller?: Caller): ServedInstallation {
  return installationAt(socketEndpoint(socketPath, caller && callerText(caller)))
}

/** The installation behind a running `serve`, wherever that is. */
export function installationAt(endpoint: Endpoint): ServedInstallation {
  const withinMs = endpoint.patienceMs
  const ask = async (verb: string, body: object, how: Pick<ApiRequest, 'signal' | 'withinMs'> = {}) =>
    await sendForJson({ endpoint, method: 'POST', path: `/reconcile/${verb}`, body, withinMs, ...how })
  const stream = <T>(verb: string, { signal, ...body }: { signal: AbortSignal }) =>
    lines<T>({ endpoint, method: 'POST', path: `/reconcile/${verb}`, body, signal })
  return {
    ...findingAt(endpoint),
    describe: async (ref) => await orNothing(async () => (await ask('describe', ref)) as Description),
    async events(stack) {
      return (await sendForJson({ endpoint, path: `/reconcile/events${ofStack(stack)}` })) as ObjectEvent[]
    },
    async notes(stack) {
      return (await sendForJson({ endpoint, path: `/reconcile/notes${ofStack(stack)}` })) as SourceNotes
    },
    apply: (request) => stream<ProgressEvent>('apply', request),
    ...imagesAt(endpoint),
    delete: (request) => stream<ProgressEvent>('delete', request),
    scale: (request) => stream<ProgressEvent>('scale', request),
    editable: async (ref) => (await ask('editable', ref)) as Editable,
    edit: (request) => stream<ProgressEvent>('edit', request),
    retry: (request) => stream<ProgressEvent>('retry', request),
    undo: (request) => stream<ProgressEvent>('undo', request),
    restart: (request) => stream<ProgressEvent>('restart', request),
    stop: (request) => stream<ProgressEvent>('stop', request),
    start: (request) => stream<ProgressEvent>('start', request),
    approve: (request) => stream<ProgressEvent>('approve', request),
    pause: (request) => stream<ProgressEvent>('pause', request),
    resume: (request) => stream<ProgressEvent>('resume', request),
    pauseRollout: ({ by: _, ...request }) => stream<ProgressEvent>('rollout-pause', request),
    resumeRollout: (request) => stream<ProgressEvent>('rollout-resume', request),
    storeSecret({ bytes, ...request }) {
      const sent = { ...request, base64: Buffer.from(bytes.reveal()).toString('base64') }
      return stream<ProgressEvent>('secret', sent)
    },
    pruneImages: (request) => stream<ProgressEvent>('images-prune', request),
    converge: (request) => stream<ProgressEvent>('converge', request),
    backup: ({ signal }) => chunks({ endpoint, method: 'POST', path: '/reconcile/backup', signal }),
    logs: (request) => stream<LogEntry>('logs', request),
    async plan({ signal, ...request }) {
      return (await ask('plan', request, { signal, withinMs: PLAN_PATIENCE * withinMs })) as PlanAnswer
    },
    async swarmStack({ signal, ...request }) {
      return (await ask('swarm-stack', request, { signal })) as SwarmStack
    },
    async statPath({ signal, ...request }) {
      return ((await ask('stat-path', request, { signal })) as { readonly stat?: PathStat }).stat
    },
    copyOut: ({ signal, ...body }) => chunks({ endpoint, method: 'POST', path: '/reconcile/copy-out', body, signal }),
    copyIn: async (request) => await remoteCopyIn(endpoint, request),
    ...processesAt(endpoint),
    version: async () => (await sendForJson({ endpoint, path: '/reconcile/version' })) as VersionInfo,
    close: async () => endpoint.close?.(),
  }
}

/** What is there. */
function findingAt(endpoint: Endpoint): Pick<ServedInstallation, 'list' | 'revealed' | 'get' | 'watch'> {
  const revealed = {
    ...({ endpoint, method: 'POST', path: '/reconcile/revealed' } as const),
    withinMs: endpoint.patienceMs,
  }
  return {
    list: async (kind, query) => (await sendForJson({ endpoint, path: listPath(kind, query) })) as ObjectList,
    revealed: async (kind, query) => (await sendForJson({ ...revealed, body: { kind, ...query } })) as ObjectList,
    get: async (ref) =>
      await orNothing(async () => (await sendForJson({ endpoint, path: objectPath(ref) })) as ObjectOf),
    watch: (kind, { signal, ...query }) =>
      watchEvents({ endpoint, path: listPath(kind, query, watchQuery(query)), signal }),
  }
}

/** What gets images, and says what is used. */
function imagesAt(endpoint: Endpoint): Pick<ServedInstallation, 'pull' | 'build' | 'usage' | 'images'> {
  const asked = (path: string, { signal, ...body }: { readonly signal: AbortSignal }) =>
    lines<ProgressEvent>({ endpoint, method: 'POST', path, body, signal })
  return {
    pull: (request) => asked('/reconcile/pull', request),
    build: (request) => asked('/reconcile/build', request),
    async usage({ stack, signal }) {
      return (await sendForJson({ endpoint, path: `/reconcile/usage${ofStack(stack)}`, signal })) as Usage
    },
    async images({ stack, signal }) {
      return (await sendForJson({ endpoint, path: `/reconcile/images${ofStack(stack)}`, signal })) as UsedImage[]
    },
  }
}

/** The query that asks of one stack; none asks of all. */
function ofStack(stack: string | undefined): string {
  return stack === undefined ? '' : `?stack=${encodeURIComponent(stack)}`
}

/** What is spoken with. */
function processesAt(
  endpoint: Endpoint,
): Pick<ServedInstallation, 'exec' | 'kill' | 'makeOneOff' | 'startOneOff' | 'endOneOff' | 'oneOffs'> {
  const post = { endpoint, method: 'POST' as const }
  return {
    exec: async (request) => await remoteExec(endpoint, request),
    kill: ({ signal, ...body }) => lines<ProgressEvent>({ ...post, path: '/reconcile/kill', body, signal }),
    makeOneOff: ({ signal, ...body }) => lines<RunEvent>({ ...post, path: '/reconcile/run', body, signal }),
    startOneOff: async (request) => await remoteOneOff(endpoint, request),
    async endOneOff({ signal, ...body }) {
      await sendForJson({ ...post, path: '/reconcile/run-end', body, signal })
    },
    async oneOffs({ signal, ...query }) {
      const path = `/reconcile/one-offs?${new URLSearchParams({ ...query })}`
      return (await sendForJson({ endpoint, path, signal })) as OneOff[]
    },
  }
}

function watchQuery({ since, notOlderThan, name }: Omit<WatchQuery, 'signal'>): Record<string, string> {
  return {
    watch: 'true',
    allowWatchBookmarks: 'true',
    // For as long as we want it.
    timeoutSeconds: '9999999999',
    ...(since === 'now' ? { sendInitialEvents: 'false' } : {}),
    ...(since === undefined || since === 'now' ? {} : { resourceVersion: since }),
    ...(notOlderThan === undefined ? {} : initialEvents(notOlderThan)),
    ...(name === undefined ? {} : { fieldSelector: `metadata.name=${name}` }),
  }
}

function initialEvents(resourceVersion: string): Record<string, string> {
  return { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', resourceVersion }
}

async function* watchEvents(request: ApiRequest): AsyncGenerator<WatchEvent> {
  for await (const event of lines<WireEvent>(request)) {
    if (event.type === 'ERROR' && event.object.code !== 410)
      throw refusalOf(event.object, remedyOf(request, event.object) ?? 'look at what serve printed')
    yield eventOf(event)
  }
}

function eventOf(event: WireEvent): WatchEvent {
  if (event.type === 'ERROR') return { type: 'EXPIRED', message: event.object.message }
  if (event.type !== 'BOOKMARK') return event
  const { resourceVersion, annotations } = event.object.metadata
  const isEnd = annotations?.['k8s.io/initial-events-end'] === 'true'
  return { type: 'BOOKMARK', resourceVersion, ...(isEnd ? { initialEnd: true } : {}) }
}

type WireEvent =
  | Extract<WatchEvent, { object: ObjectOf }>
  | { readonly type: 'BOOKMARK'; readonly object: { readonly metadata: Bookmark } }
  | { readonly type: 'ERROR'; readonly object: { readonly message: string; readonly code: number } }

async function* lines<T>(request: ApiRequest): AsyncGenerator<T> {
  for await (const value of jsonLinesOf(await send(request))) {
    if (isFailure(value)) throw refusalOf(value, remedyOf(request, value))
    yield value as T
  }
}

/** What to do where the server does not say it. */
function remedyOf({ endpoint }: ApiRequest, { code }: { readonly code?: number }): string | undefined {
  return code === undefined ? undefined : endpoint.remedies?.[code]
}

async function* chunks(request: ApiRequest): AsyncGenerator<Uint8Array> {
  yield* await send(request)
}

interface Bookmark {
  readonly resourceVersion: string
  readonly annotations?: Readonly<Record<string, string>>
}

/** NotFound is an answer here. */
async function orNothing<T>(asked: () => Promise<T>): Promise<T | undefined> {
  try {
    return await asked()
  } catch (error) {
    if (isInstallationError(error) && error.reason === 'NotFound') return undefined
    throw error
  }
}
