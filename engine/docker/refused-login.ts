import type { PullLogin } from '../engine.ts'
import { EngineError, isEngineError } from '../errors.ts'
import { authHeader, type Credentials, type Login } from './credentials.ts'
import { LOGIN_REFUSED, REGISTRY_DENIES } from './refusals.ts'

/** A registry also hides images from users who may not see them. */
const HIDDEN = /access denied|access to the resource is denied/i

/** Whether a registry denies access in these words, whatever the engine made of them: it may still have the image. */
export function deniesAccess(words: string): boolean {
  return HIDDEN.test(words) || REGISTRY_DENIES.test(words)
}

/**
 * What a registry with TLS answers when an engine for which it is an insecure one asks again without TLS. The engine tells only of that,
 * and not why the registry refused it before.
 */
const ASKED_AGAIN = /Client sent an HTTP request to an HTTPS server/
const REFUSED_BEFORE =
  'that is of a second try without TLS: over TLS the registry has no such image, or refuses the login'

/** Adds to a registry's refusal which login was tried, as that is what a person has to fix. */
export function withLoginWords(error: unknown, tried: string, words: (denial: string) => string): unknown {
  if (!isEngineError(error)) return error
  const { code, node, cause, detail } = error
  const why = ASKED_AGAIN.test(detail) && code === 'Internal' ? `${detail}; ${REFUSED_BEFORE}` : detail
  if (why === detail && !LOGIN_REFUSED.test(detail) && !deniesAccess(detail)) return error
  return new EngineError(code, { node, tried, detail: `${why}; ${words(detail)}`, cause })
}

/** The header of a pull with its own login, or this machine's; and that login in words. */
export async function loginHeaders(
  credentials: Credentials,
  { image, login }: { readonly image: string; readonly login?: PullLogin },
  signal: AbortSignal,
): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly words: string }> {
  if (login?.auth) return { headers: registryAuth(login.auth.reveal()), words: login.words }
  const own: Login = await credentials.forImage(image, signal)
  const words = login === undefined ? own.words : `${login.words}; ${own.words}`
  return { headers: own.auth === undefined ? {} : { 'X-Registry-Auth': authHeader(own.auth) }, words }
}

function registryAuth(json: Uint8Array): Readonly<Record<string, string>> {
  return { 'X-Registry-Auth': authHeader(JSON.parse(Buffer.from(json).toString('utf8'))) }
}
