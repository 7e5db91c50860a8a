import { answerJson } from './answers.ts'
import { discoveryAt } from './discovery.ts'
import type { Exchange } from './exec.ts'
import { objectsPath } from './objects-path.ts'
import { Refusal } from './refusal.ts'
import { type Authenticate, refuseBeyond } from './rights.ts'
import { route } from './router.ts'
import { serveObjects } from './objects.ts'
import type { Served } from './served.ts'

/** Answers one request, or throws what it is refused with: first who asks, then what. */
export async function serveRequest(
  served: Served,
  exchange: Exchange & { readonly authenticate?: Authenticate },
): Promise<void> {
  const { request, response, authenticate } = exchange
  const url = urlOf(request.url ?? '/')
  const { pathname, searchParams: query } = url
  if (authenticate) refuseBeyond(request, pathname, authenticate)
  const path = objectsPath(pathname)
  if (path) return await serveObjects(served, path, { exchange, query })
  const discovered = request.method === 'GET' ? discoveryAt(pathname) : undefined
  if (discovered) return answerJson(response, discovered)
  await route(served, url, exchange)
}

function urlOf(target: string): URL {
  try {
    return new URL(target, 'http://reconcile')
  } catch {
    throw new Refusal(400, 'BadRequest', `${target.slice(0, 100)} is no path`)
  }
}
