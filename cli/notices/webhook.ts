import { errorText } from '../../api/v1/language/caught-error.ts'
import type { NoticeMessage } from './message.ts'

/** The receiver of notices. */
export interface Webhook {
  readonly url: URL
  /** A bearer token. */
  readonly token?: string
}

const PATIENCE_MS = 10_000

/**
 * Sends a message and waits until it is accepted. Does not follow redirects. Errors never contain the URL's path, which is often the
 * secret.
 */
export async function sendNotice(
  { url, token }: Webhook,
  message: NoticeMessage,
  { signal, patienceMs = PATIENCE_MS }: { readonly signal: AbortSignal; readonly patienceMs?: number },
): Promise<void> {
  const late = AbortSignal.timeout(patienceMs)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'reconcile',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const request = { method: 'POST', headers, body: JSON.stringify(message), redirect: 'manual' as const }
  const response = await fetch(url, { ...request, signal: AbortSignal.any([signal, late]) }).catch((cause: unknown) => {
    throw new Error(`${url.host}: ${late.aborted ? `no answer within ${patienceMs / 1_000} s` : wordsOf(cause)}`, {
      cause,
    })
  })
  // The response body is of no use and may be long.
  await response.body?.cancel().catch(() => undefined)
  if (response.ok) return
  throw new Error(
    `${url.host} answers ${response.status}${response.status < 400 ? ', and redirections are not followed' : ''}`,
  )
}

/** fetch gives the reason in the cause. */
function wordsOf(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? errorText(error.cause) : errorText(error)
}
