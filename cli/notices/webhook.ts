import { type IncomingMessage, request } from 'node:http'
import { request as secureRequest } from 'node:https'
import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
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

/** A receiver did not accept a message. */
export class Undelivered extends Error {
  /** When it may be tried again at the soonest, where the receiver says so (`Retry-After`), ms; 0 where it does not. */
  readonly retryAfterMs: number

  constructor(message: string, options: ErrorOptions & { readonly retryAfterMs?: number } = {}) {
    super(message, options)
    this.retryAfterMs = options.retryAfterMs ?? 0
  }
}

/** What an answer means, and what to do. */
const MEANINGS: Readonly<Record<number, string>> = {
  401: 'give serve the token that it wants (--notify-token)',
  403: 'look whether its token (--notify-token) or its URL was revoked',
  404: 'nothing takes messages at the path of its URL: give serve the present one (--notify)',
  410: 'nothing takes messages at the path of its URL any more: give serve the present one (--notify)',
  413: 'it takes no message of that size: send to a relay that does',
  429: 'it takes only so many at a time',
}

const FAILS = 'its own log says why'
const BEHIND = 'what stands before it does not reach it: look whether it runs'

const UNTRUSTED =
  'nobody that serve trusts has signed its certificate: name who did in SSL_CERT_FILE, and start serve again'

/** What to do where no answer came, by the code of the error. */
const REMEDIES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'look whether it runs there, and whether its URL (--notify) has the right port',
  ENOTFOUND: 'correct the name in its URL (--notify), or have the DNS of this machine know it',
  EAI_AGAIN: 'the DNS of this machine does not answer: mend that',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_HAS_EXPIRED: 'renew its certificate, or set the clock of this machine',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is of another name: give serve the URL with that name (--notify)',
}

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
  const { statusCode = 0, headers } = await answer.catch((cause: unknown) => {
    const why = late.aborted ? `no answer within ${patienceMs / 1_000} s` : errorText(cause)
    throw new Undelivered(withRemedy(`${url.host}: ${why}`, REMEDIES[errorCode(cause)]), { cause })
  })
  if (statusCode >= 200 && statusCode < 300) return
  throw new Undelivered(withRemedy(`${url.host} answers ${statusCode}`, meaningOf(statusCode)), {
    retryAfterMs: 1_000 * (Number(headers['retry-after']) || 0), // a date counts for nothing
  })
}

function meaningOf(statusCode: number): string | undefined {
  if (statusCode < 400) return 'redirections are not followed: give serve the URL that it leads to'
  if (statusCode < 500) return MEANINGS[statusCode]
  return statusCode >= 502 && statusCode <= 504 ? BEHIND : FAILS
}

function withRemedy(what: string, remedy: string | undefined): string {
  return remedy === undefined ? what : `${what}: ${remedy}`
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
