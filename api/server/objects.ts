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

/**
 * Changes of a kind: what is there first, then what comes. Nothing of the past is kept, so a watch from an older version is
 * told that it is Gone, and lists anew.
 */
export async function* watchObjects(
  installation: Installation,
  path: ObjectsPath,
  { query, signal }: { readonly query: URLSearchParams; readonly signal: AbortSignal },
): AsyncGenerator<WatchEvent | { type: 'ERROR'; object: unknown }> {
  const since = query.get('resourceVersion') ?? ''
  const fromVersion = since !== '' && since !== '0'
  if (fromVersion) {
    const { metadata } = await installation.list(path.kind, listQuery(path, query))
    if (metadata.resourceVersion !== since) return yield gone(since)
  }
  const fromNow = fromVersion || query.get('sendInitialEvents') === 'false'
  const [, name] = /^metadata\.name=([^,]+)$/.exec(query.get('fieldSelector') ?? '') ?? []
  yield* installation.watch(path.kind, {
    ...listQuery(path, query),
    initial: !fromNow,
    signal,
    ...(name === undefined ? {} : { name }),
  })
}

function gone(since: string): { type: 'ERROR'; object: unknown } {
  const message = `too old resource version: ${since}`
  return {
    type: 'ERROR',
    object: { apiVersion: 'v1', kind: 'Status', status: 'Failure', message, reason: 'Expired', code: 410 },
  }
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
