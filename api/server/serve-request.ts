import type { IncomingMessage } from 'node:http'
import { type Caller, CALLER_HEADER, callerFrom } from '../v1/installation/caller.ts'
import { VERSION_HEADER, VERSION_TEXT } from '../v1/version-text.ts'
import { answerJson } from './answers.ts'
import { askedFor } from './asked-for.ts'
import { discoveryAt } from './discovery.ts'
import type { Exchange } from './exec.ts'
import { objectsPath } from './objects-path.ts'
import { Refusal } from './refusal.ts'
import { type Authenticate, bearerOf, isRead } from './rights.ts'
import { route } from './router.ts'
import { serveObjects } from './objects.ts'
import type { Served } from './served.ts'
import { serveTask } from './task-log.ts'
import { taskPath } from './task-path.ts'

/** Answers one request, or throws what it is refused with: first who asks, then what. */
export async function serveRequest(
  served: Served,
  exchange: Exchange & { readonly authenticate?: Authenticate },
): Promise<void> {
  const { request, response, authenticate } = exchange
  const { asked, url } = admit(served, request, authenticate)
  const { pathname, searchParams: query } = url
  response.setHeader(VERSION_HEADER, VERSION_TEXT)
  const task = taskPath(pathname)
  if (task) return await serveTask(asked, task, { exchange, query })
  const path = objectsPath(pathname)
  if (path) return await serveObjects(asked, path, { exchange, query })
  const discovered = isRead(request.method) ? discoveryAt(pathname) : undefined
  if (discovered) return await answerJson(exchange, discovered)
  await route(asked, url, exchange)
}

/** What a request may ask, in the name of whoever sends it. Throws where it may not. */
export function admit(
  served: Served,
  request: IncomingMessage,
  authenticate: Authenticate | undefined,
): { readonly asked: Served; readonly url: URL } {
  const url = urlOf(request.url ?? '/')
  const caller = authenticate ? tokenOf(served, request, { url, authenticate }) : callerFrom(headerOf(request))
  return { asked: { ...served, ...served.askedBy?.(caller) }, url }
}

/** What a known token may not is told, as it is somebody's; who has none could fill the audit log. */
function tokenOf(
  served: Served,
  request: IncomingMessage,
  { url: { pathname }, authenticate }: { readonly url: URL; readonly authenticate: Authenticate },
): Caller {
  const bearer = bearerOf(request, pathname, authenticate)
  if (!bearer) return { kind: 'socket' }
  const { name, role, refusal } = bearer
  const from = request.socket.remoteAddress
  const caller: Caller = { kind: 'token', name, role, ...(from === undefined ? {} : { from }) }
  if (!refusal) return caller
  served.refused?.(caller, { ...askedFor(request.method ?? '', pathname), refused: refusal.message })
  throw refusal
}

function headerOf({ headers }: IncomingMessage): string | undefined {
  const said = headers[CALLER_HEADER]
  return typeof said === 'string' ? said : undefined
}

function urlOf(target: string): URL {
  try {
    return new URL(target, 'http://reconcile')
  } catch {
    throw new Refusal(400, 'BadRequest', `${target.slice(0, 100)} is no path`)
  }
}
