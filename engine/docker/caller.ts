import { setMaxListeners } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import type { Clock } from '../../clock/clock.ts'
import { pause } from '../../clock/sleep.ts'
import type { Verb } from '../engine.ts'
import { EngineError } from '../errors.ts'
import { type EngineRequest, requestOf, targetOf } from '../requests.ts'
import type { Call } from '../wrap.ts'
import { messageOf, readBytes, readJson, readStart } from './answer.ts'
import { cutShort, type Deadline, startDeadline } from './deadline.ts'
import { deadlineOf, graceOf } from '../deadlines.ts'
import { type MovedSocket, movedSocket } from './moved-socket.ts'
import { type AddressWords, type Failure, failureOfError, isForbidden, isUnreached, wasNeverSent } from './errors.ts'
import {
  errorOfStatus,
  failureOfAnswer,
  KEPT_OUT,
  PAGE_BYTES,
  PageError,
  refusesCalls,
  refusesVersion,
  StatusError,
} from './refusals.ts'
import { SshFailure } from './ssh/ssh-failure.ts'
import type { Message, Transport } from './transport.ts'
import { triedWords } from './tried.ts'
import { unlessAborted } from './unless-aborted.ts'

export interface CallOptions {
  /** Replaces the verb's own request, for the later calls of an exec. */
  readonly request?: EngineRequest
  readonly headers?: Readonly<Record<string, string>>
  readonly upload?: Buffer | Readable
  /** Replaces the verb's own deadline. */
  readonly deadlineMs?: number
  /** Replaces the verb's words in errors. */
  readonly tried?: string
  readonly hijack?: boolean
  /** Reports a broken connection instead of retrying, even for a read. */
  readonly isOnce?: boolean
}

/** Makes HTTP calls to one engine, each within a deadline, and turns every failure into an EngineError. */
export interface Caller {
  readonly node: string
  /** Sends the verb's request and passes the answer to `read`, within the verb's deadline, which `touch` restarts. */
  call<V extends Verb, T>(asked: Call<V>, how: CallOptions & Reader<T>): Promise<T>
  /** Returns the decoded JSON of the answer; `decode` throws AnswerError for an unexpected shape. */
  json<V extends Verb, T>(asked: Call<V>, how: CallOptions & Decoder<T>): Promise<T>
  /** Returns nothing; 304 (already so) counts as success. */
  done<V extends Verb>(asked: Call<V>, how?: CallOptions): Promise<void>
  /** The API version in use, such as `1.41`. */
  version(signal: AbortSignal): Promise<string>
  /** Closes all connections, as another engine may answer the next one; returns whether any was open. */
  shut(): boolean
  close(): void
}

type Answer = IncomingMessage | Duplex
type Decoder<T> = { readonly decode: (answer: unknown) => T | Promise<T> }
type Reader<T> = { readonly read: (answer: Answer, deadline: Deadline) => Promise<T> }

export interface CallerOptions extends AddressWords {
  readonly node: string
  readonly clock: Clock
  /** The path of the engine's unix socket; absent where it has none. */
  readonly socketPath?: string
  readonly transport: Transport
  readonly negotiate: (transport: Transport, signal: AbortSignal) => Promise<string>
}

const attempts = 3
const firstPauseMs = 25
const errorTextLimit = 16 * 1024

/**
 * Creates the caller of one engine. The API version is negotiated with the first call, and again after a broken connection or when it is
 * refused.
 */
export function makeCaller(options: CallerOptions): Caller {
  const closed = new AbortController()
  setMaxListeners(0, closed.signal)
  const version = cachedVersion(options, closed.signal)
  const shut = () => {
    version.forget()
    return options.transport.close()
  }
  const socket = movedSocket({ ...options, shut })
  const call: Caller['call'] = async ({ verb, args, run }, how) => {
    const request = how.request ?? requestOf(verb, args)
    const ms = how.deadlineMs ?? deadlineOf(verb, args)
    const deadline = startDeadline(options.clock, ms, {
      ...{ run: run.signal, closed: closed.signal, graceMs: graceOf(verb) },
    })
    try {
      const answer = await sendWithRetry({ options, version, socket, verb, request, how, deadline })
      const read = await how.read(answer, deadline)
      if (verb === 'info') socket.identified()
      return read
    } catch (error) {
      if (!deadline.signal.aborted && mayBeAnother(error)) version.forget()
      // The other connections to an unreachable host may be dead too, and each would cost a deadline.
      if (deadline.outcome === 'timeout') options.transport.dropIdle()
      const { code, ...why } = failureOf(error, deadline, options)
      throw new EngineError(code, { node: options.node, tried: how.tried ?? triedWords(verb, args), ...why })
    } finally {
      deadline.end()
    }
  }
  return {
    node: options.node,
    call,
    json: (asked, how) => call(asked, { ...how, read: async (answer) => how.decode(await readJson(answer)) }),
    done: (asked, how) => call(asked, { ...how, read: async (answer) => void (await readBytes(answer)) }),
    version: version.get,
    shut,
    close() {
      closed.abort()
      shut()
    },
  }
}

interface Sending {
  readonly options: CallerOptions
  readonly version: CachedVersion
  readonly socket: MovedSocket
  readonly verb: Verb
  readonly request: EngineRequest
  readonly how: CallOptions
  readonly deadline: Deadline
}

/**
 * Sends a request, with retries: reads after a broken connection, writes only if the first attempt can't have arrived, or was refused
 * without effect.
 */
async function sendWithRetry(sending: Sending): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await sendOnce(sending)
    } catch (error) {
      const { deadline, options } = sending
      if (deadline.signal.aborted || attempt === attempts || !maySendAgain(sending, error)) throw error
      sending.version.forget()
      await pause(options.clock, firstPauseMs * 4 ** (attempt - 1), deadline.signal)
    }
  }
}

/** Whether another engine may answer the next call: the negotiated one was not reached, or did not answer. */
function mayBeAnother(error: unknown): boolean {
  return refusesVersion(error) || !(error instanceof StatusError || error instanceof EngineError)
}

function maySendAgain({ request, how }: Sending, error: unknown): boolean {
  const isSpent = how.upload !== undefined && !Buffer.isBuffer(how.upload)
  if (isSpent || how.isOnce || isHopeless(error) || !mayBeAnother(error)) return false
  return request.method === 'GET' || wasNeverSent(error) || refusesVersion(error)
}

async function sendOnce({ options, version, socket, verb, request, how, deadline }: Sending): Promise<Answer> {
  socket.check(verb)
  await wayMade(options.transport, deadline)
  const prefix = `/v${await version.get(deadline.signal)}`
  const message: Message = {
    method: request.method,
    target: prefix + targetOf(request),
    ...(how.headers === undefined ? {} : { headers: how.headers }),
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(how.upload === undefined ? {} : { upload: how.upload }),
  }
  const answer = how.hijack
    ? await options.transport.upgrade(message, deadline.signal)
    : await options.transport.send(message, deadline.signal)
  // After an upgrade the request's signal no longer ends the connection.
  if (how.hijack) deadline.signal.addEventListener('abort', () => answer.destroy(), { once: true })
  const status = 'statusCode' in answer ? (answer.statusCode ?? 0) : 101
  if (isPage(answer)) throw new PageError(request, status, await readStart(answer, PAGE_BYTES))
  if (status < 300 || status === 304) return answer
  throw errorOfStatus(request, status, messageOf(await readStart(answer, errorTextLimit)))
}

/** Makes the way to the engine. Meanwhile the time of a call does not run: that a login takes long says nothing of the engine. */
async function wayMade({ ready }: Transport, deadline: Deadline): Promise<void> {
  const made = ready?.(deadline.signal)
  if (!made) return
  deadline.pauseFor(made)
  await made
}

/**
 * Whether an answer is the page of a proxy or another server: an engine answers with JSON and streams. Its 404 must not count as the
 * engine's NotFound, nor its 403 as a refusal.
 */
function isPage(answer: Answer): answer is IncomingMessage {
  if (!('statusCode' in answer)) return false
  const type = answer.headers['content-type'] ?? ''
  return type.startsWith('text/html') || (PLAIN_PAGES.has(answer.statusCode ?? 0) && /^(text\/plain|$)/.test(type))
}

/** Status codes with which filtering proxies and other servers answer in plain text, or with nothing. An engine says why. */
const PLAIN_PAGES: ReadonlySet<number> = new Set([401, 403, 404, 405])

/** Whether a retry is certain to fail the same way: permissions, certificates, a host that is off or lets nobody in. */
function isHopeless(error: unknown): boolean {
  return (
    error instanceof SshFailure || isForbidden(error) || isUnreached(error) || /CERT|TLS|SSL/.test(errorCode(error))
  )
}

function failureOf(error: unknown, deadline: Deadline, options: CallerOptions): Failure {
  if (error instanceof PageError)
    return { code: 'Unavailable', detail: error.message, ...(refusesCalls(error.status) ? KEPT_OUT : {}) }
  if (error instanceof StatusError) return failureOfAnswer(error)
  if (error instanceof EngineError) return failureOfError(error, options)
  const early = cutShort(deadline)
  return early ? { ...early, cause: error } : failureOfError(error, options)
}

interface CachedVersion {
  get(signal: AbortSignal): Promise<string>
  forget(): void
}

/** The negotiated API version: asked for with the first call, shared by concurrent calls, and asked again after a failure or `forget`. */
function cachedVersion(options: CallerOptions, closed: AbortSignal): CachedVersion {
  let asked: Promise<string> | undefined
  return {
    async get(signal) {
      const asking = (asked ??= askVersion(options, closed))
      asking.catch(() => {
        if (asked === asking) asked = undefined
      })
      return await unlessAborted(asking, signal)
    },
    forget() {
      asked = undefined
    },
  }
}

/** Negotiates the version under a deadline of its own, as the call that asks first may be cancelled. */
async function askVersion({ clock, node, negotiate, transport }: CallerOptions, closed: AbortSignal): Promise<string> {
  const deadline = startDeadline(clock, deadlineOf('info', {}), { run: new AbortController().signal, closed })
  try {
    await wayMade(transport, deadline)
    return await negotiate(transport, deadline.signal)
  } catch (error) {
    const early = cutShort(deadline)
    if (early?.code !== 'Timeout') throw error
    const { code, ...why } = early
    throw new EngineError(code, { node, tried: 'agree on an API version', ...why })
  } finally {
    deadline.end()
  }
}
