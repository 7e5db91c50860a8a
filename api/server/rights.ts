import type { IncomingMessage } from 'node:http'
import { covers, type Role } from '../v1/installation/roles.ts'
import { Refusal } from './refusal.ts'
import { isTaskPath } from './task-path.ts'

/** Who a bearer token is of. */
export interface Bearer {
  readonly name: string
  readonly role: Role
}

/** Tells a token; undefined for one that is not known. */
export type Authenticate = (token: string) => Bearer | undefined

/** Whose token a request has, and why it may not have what it asks for, if that is so. */
export interface Admitted extends Bearer {
  readonly refusal?: Refusal
}

/** Whose token a request has. Without one that is known all is refused but a sign of life: that one is nobody's. */
export function bearerOf(request: IncomingMessage, pathname: string, authenticate: Authenticate): Admitted | undefined {
  const { method = '' } = request
  const needed = roleFor(method, pathname)
  if (needed === undefined) return undefined
  const token = tokenIn(request)
  const bearer = token === undefined ? undefined : authenticate(token)
  if (!bearer) throw unauthorized(token === undefined ? 'a bearer token is needed' : 'the token is not known')
  if (covers(bearer.role, needed)) return bearer
  const message = `token ${bearer.name} may ${bearer.role}, and ${method} ${pathname} needs a token that may ${needed}`
  return { ...bearer, refusal: new Refusal(403, 'Forbidden', message) }
}

/** Calls `end` once the token of a request that goes on is known no more; answers what stops looking, as when the request is over. */
export function endWithToken(
  request: IncomingMessage,
  { authenticate, recheckMs = RECHECK_MS }: { readonly authenticate?: Authenticate; readonly recheckMs?: number },
  end: (refusal: Refusal) => void,
): () => void {
  const token = tokenIn(request)
  if (!authenticate || token === undefined) return () => {}
  const timer = setInterval(() => {
    if (authenticate(token)) return
    clearInterval(timer)
    end(unauthorized('the token is not known any more'))
  }, recheckMs)
  return () => clearInterval(timer)
}

function tokenIn({ headers }: IncomingMessage): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
}

function unauthorized(why: string): Refusal {
  const remedy = 'make one with `reconcile token create`, and send it as Authorization: Bearer TOKEN'
  return new Refusal(401, 'Unauthorized', `${why}: ${remedy}`)
}

/** How soon a deleted token ends what was begun with it. */
const RECHECK_MS = 60_000

const FOR_ALL: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz'])
/** Verbs of `/reconcile/` that only look; `plan` is not among them, as manifests name files that it reads. */
const READING: ReadonlySet<string> = new Set(['/reconcile/describe'])
/** What decides for all, or hands out what is secret. */
const DECIDING: ReadonlySet<string> = new Set(['/reconcile/approve', '/reconcile/backup'])

/** Whether a method only asks. */
export function isRead(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD'
}

/**
 * The role that a request needs; undefined for what anybody may ask. What is not known here needs more than to look; OPTIONS changes
 * nothing wherever it is sent.
 */
function roleFor(method: string, pathname: string): Role | undefined {
  // As `exec` and `logs` do: who looks at objects alone does not hear what they say.
  if (isTaskPath(pathname)) return 'edit'
  if (isRead(method)) return FOR_ALL.has(pathname) ? undefined : 'view'
  if (method === 'OPTIONS') return 'view'
  if (DECIDING.has(pathname)) return 'admin'
  return method === 'POST' && READING.has(pathname) ? 'view' : 'edit'
}
