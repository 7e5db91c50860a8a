import type { IncomingMessage, ServerResponse } from 'node:http'
import { drained } from '../v1/language/drained.ts'
import type { Installation } from '../v1/installation/installation.ts'
import type { ExecRequest } from '../v1/installation/requests.ts'
import { channels, frame } from '../v1/installation/wire.ts'
import type { HeldAnswers } from './held-answers.ts'
import { terminalInput } from './exec-terminal.ts'
import { parseKnown, parseObject } from './body.ts'
import { inputOf, readHead } from './head.ts'
import { oneOffRef } from './one-off-requests.ts'
import { refusalIn, statusOf } from './refusal.ts'
import { type Body, optionalText, reference, strings, wrong } from './fields.ts'

/** Where one request comes from, and until when anybody listens. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly signal: AbortSignal
  /** Who takes nothing of a watch or of a whole answer for so long is cut off, ms; absent: as with `HandlerOptions`. */
  readonly stallMs?: number
  /** Whole answers that clients have still to take; absent: nobody counts them. */
  readonly held?: HeldAnswers
  /** Objects as JSON, each state once however many watch it. */
  readonly json?: (object: object) => string
}

/**
 * Runs a command: the first line of the body says which, the rest is its standard input, in frames where it has a terminal; frames are
 * the answer.
 */
export async function serveExec(installation: Installation, exchange: Exchange): Promise<void> {
  await serveProcess(exchange, execOf, (request) => installation.exec(request))
}

function execOf(body: Body): Omit<ExecRequest, keyof Speaking> {
  const user = optionalText(body, 'user')
  const workingDir = optionalText(body, 'workingDir')
  const command = strings(body, 'command')
  if (command.length === 0) throw wrong('command', 'a list of texts, of one at least')
  return {
    ref: reference(body['ref'], 'ref'),
    command,
    ...(user === undefined ? {} : { user }),
    ...(workingDir === undefined ? {} : { workingDir }),
    ...(body['env'] === undefined ? {} : { env: strings(body, 'env') }),
  }
}

/** Starts a one-off container, and speaks with its process in the same way. */
export async function serveOneOff(installation: Installation, exchange: Exchange): Promise<void> {
  await serveProcess(exchange, startOf, (request) => installation.startOneOff(request))
}

function startOf(body: Body) {
  return { oneOff: oneOffRef(body['oneOff']), ...(body['detach'] === true ? { detach: true } : {}) }
}

/** How a process is spoken with. */
type Speaking = Pick<ExecRequest, 'stdin' | 'terminal' | 'onOutput' | 'signal'>

async function serveProcess<T>(
  { request, response, signal }: Exchange,
  parse: (body: Body) => T,
  start: (request: T & Speaking) => Promise<number>,
): Promise<void> {
  const chunks = (request as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  const { head, rest } = await readHead(chunks)
  const put = framesInto(response)
  const input = inputOf(rest, chunks)
  const asked = parseKnown(parseObject(head), (body) => ({
    ...parse(body),
    ...(body['terminal'] === undefined ? plainInput(body, input) : terminalInput(body, input)),
  }))
  const onOutput = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => put(channels[stream], bytes)
  try {
    const code = await start({ ...asked, onOutput, signal })
    const refusal = refusalIn(signal)
    if (refusal) throw refusal
    void put(channels.exit, encode(String(code)))
  } catch (error) {
    if (!response.headersSent) throw error
    void put(channels.error, encode(statusOf(refusalIn(signal) ?? error).message))
  }
  response.end()
}

/** Writes frames; answers a promise while the client takes none, the same for all that come meanwhile. */
function framesInto(response: ServerResponse): (channel: number, bytes: Uint8Array) => void | Promise<void> {
  let waiting: Promise<void> | undefined
  return (channel, bytes) => {
    if (response.destroyed || response.write(frame(channel, bytes))) return undefined
    waiting ??= drained(response).then(() => {
      waiting = undefined
    })
    return waiting
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function plainInput(body: Body, input: AsyncIterable<Uint8Array>) {
  return body['stdin'] === true ? { stdin: input } : {}
}
