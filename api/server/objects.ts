import type { Installation, ListQuery, WatchEvent } from '../v1/installation.ts'
import { API_VERSION, GROUP, isNamespaced, kindNames, kinds, type Kind, VERSION } from '../v1/kinds.ts'
import type { ObjectRef } from '../v1/metadata.ts'
import { notFound, Refusal } from './refusal.ts'

/** What the path of a GET means. */
export interface ObjectsPath {
  readonly kind: Kind
  readonly stack?: string
  readonly name?: string
}

const PATH = new RegExp(`^/apis/${GROUP}/${VERSION}(?:/namespaces/([^/]+))?/([a-z]+)(?:/([^/]+))?$`)

/** Reads `/apis/reconcile.dev/v1/[namespaces/STACK/]PLURAL[/NAME]`; undefined for other paths. */
export function objectsPath(pathname: string): ObjectsPath | undefined {
  const [, stack, plural, name] = PATH.exec(pathname) ?? []
  const kind = kindNames.find((each) => kinds[each].plural === plural)
  if (!kind || (stack !== undefined && !isNamespaced(kind))) return undefined
  return {
    kind,
    ...(stack === undefined ? {} : { stack: decoded(stack) }),
    ...(name === undefined ? {} : { name: decoded(name) }),
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Refusal(400, 'BadRequest', `${part} is not percent-encoded text`)
  }
}

/** One object, or a list of a kind, as Kubernetes answers it. */
export async function readObjects(
  installation: Installation,
  path: ObjectsPath,
  query: URLSearchParams,
): Promise<unknown> {
  if (path.name !== undefined) {
    const ref = refOf(path, path.name)
    return (
      (await installation.get(ref)) ?? Promise.reject(notFound(`${kinds[path.kind].plural}.${GROUP} "${path.name}"`))
    )
  }
  const list = await installation.list(path.kind, listQuery(path, query))
  return { apiVersion: API_VERSION, kind: `${path.kind}List`, ...list }
}

/** Changes of a kind as Kubernetes streams them; a version of too long ago is Expired (410), and the client lists anew. */
export async function* watchObjects(
  installation: Installation,
  path: ObjectsPath,
  { query, signal }: { readonly query: URLSearchParams; readonly signal: AbortSignal },
): AsyncGenerator<unknown> {
  const version = query.get('resourceVersion') ?? ''
  const since = query.get('sendInitialEvents') === 'false' ? 'now' : version
  const [, name] = /^metadata\.name=([^,]+)$/.exec(query.get('fieldSelector') ?? '') ?? []
  const bookmarks = query.get('allowWatchBookmarks') === 'true'
  const events = installation.watch(path.kind, {
    ...listQuery(path, query),
    signal,
    ...(since === '' || since === '0' ? {} : { since }),
    ...(name === undefined ? {} : { name }),
  })
  for await (const event of events) if (event.type !== 'BOOKMARK' || bookmarks) yield wireEvent(event, path.kind)
}

function wireEvent(event: WatchEvent, kind: Kind): unknown {
  if (event.type === 'BOOKMARK') {
    const annotations = event.initialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}
    const metadata = { resourceVersion: event.resourceVersion, ...annotations }
    return { type: 'BOOKMARK', object: { apiVersion: API_VERSION, kind, metadata } }
  }
  if (event.type !== 'EXPIRED') return event
  const status = { apiVersion: 'v1', kind: 'Status', status: 'Failure', message: event.message }
  return { type: 'ERROR', object: { ...status, reason: 'Expired', code: 410 } }
}

function listQuery({ stack }: ObjectsPath, query: URLSearchParams): ListQuery {
  const selector = query.get('labelSelector') ?? ''
  return { ...(stack === undefined ? {} : { stack }), ...(selector === '' ? {} : { selector }) }
}

function refOf({ kind, stack }: ObjectsPath, name: string): ObjectRef {
  if (isNamespaced(kind) && stack === undefined)
    throw new Refusal(
      400,
      'BadRequest',
      `a ${kind} is in a stack: ask for /namespaces/STACK/${kinds[kind].plural}/${name}`,
    )
  return stack === undefined ? { kind, name } : { kind, namespace: stack, name }
}
