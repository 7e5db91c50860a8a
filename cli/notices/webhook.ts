import { type IncomingMessage, request } from 'node:http'
import { request as secureRequest } from 'node:https'
import { errorText } from '../../api/v1/language/caught-error.ts'
import type { NoticeMessage } from './message.ts'

/** The receiver of notices. */
export interface Webhook {
  readonly url: URL
  /** A bearer token. */
  readonly token?: string
  /** The CA certificates to trust, in PEM; absent: Node's own. */
  readonly ca?: string
}

const PATIENCE_MS = 10_000

/**
 * Sends a message and waits until it is accepted. Does not follow redirects. Errors never contain the URL's path, which is often the
 * secret.
 */
export async function sendNotice(
  webhook: Webhook,
  message: NoticeMessage,
  { signal, patienceMs = PATIENCE_MS }: { readonly signal: AbortSignal; readonly patienceMs?: number },
): Promise<void> {
  const { url } = webhook
  const late = AbortSignal.timeout(patienceMs)
  const answer = post(webhook, JSON.stringify(message), AbortSignal.any([signal, late]))
  const { statusCode = 0 } = await answer.catch((cause: unknown) => {
    throw new Error(`${url.host}: ${late.aborted ? `no answer within ${patienceMs / 1_000} s` : errorText(cause)}`, {
      cause,
    })
  })
  if (statusCode >= 200 && statusCode < 300) return
  throw new Error(`${url.host} answers ${statusCode}${statusCode < 400 ? ', and redirections are not followed' : ''}`)
}

/** Not by fetch: that trusts no certificates but Node's own. */
function post({ url, token, ca }: Webhook, body: string, signal: AbortSignal): Promise<IncomingMessage> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'reconcile',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const options = { method: 'POST', headers, agent: false, signal, ...(ca === undefined ? {} : { ca }) } as const
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? secureRequest : request)(url, options)
    sent.on('error', reject)
    sent.on('response', (response) => {
      // The response body is of no use and may be long.
      response.destroy()
      resolve(response)
    })
    sent.end(body)
  })
}
