import type { LogEntry } from '../v1/installation/answers.ts'
import type { Installation } from '../v1/installation/installation.ts'
import type { ObjectRef } from '../v1/metadata.ts'
import { answerBytes, answerError } from './answers.ts'
import { remoteProtocols } from './channel-socket.ts'
import type { Exchange } from './exec.ts'
import { type LogQuery, logQuery } from './log-query.ts'
import { Refusal } from './refusal.ts'
import { aboutTask, refuseNoTask, type TaskPath } from './task-path.ts'

type Logs = Pick<Installation, 'get' | 'logs'>

/** Answers a request about a task's process that asks for no websocket: its log is text, all else needs one. */
export async function serveTask(installation: Logs, path: TaskPath, asked: Asked): Promise<void> {
  const { request, response, signal } = asked.exchange
  try {
    if (request.method !== 'GET' && request.method !== 'POST')
      throw new Refusal(405, 'MethodNotAllowed', `${request.method} is not for this path: ask by GET`)
    if (path.part !== 'log' || request.method === 'POST') throw byWebsocket(path)
    await refuseNoTask(installation, path)
    await answerLog(installation, path.ref, asked)
  } catch (error) {
    if (!signal.aborted) answerError(response, error, aboutTask(path))
  }
}

function byWebsocket({ part }: TaskPath): Refusal {
  const words = `${part} is by websocket: ask for Upgrade: websocket, and for ${remoteProtocols.join(' or ')}`
  return new Refusal(400, 'BadRequest', words)
}

interface Asked {
  readonly exchange: Exchange
  readonly query: URLSearchParams
}

/** Followed, until the task has ended. */
async function answerLog(installation: Logs, ref: ObjectRef, { exchange, query }: Asked): Promise<void> {
  const { response, signal } = exchange
  const asked = logQuery(ref, query, Date.now())
  if (asked.request.follow) {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
    response.flushHeaders()
  }
  await answerBytes(response, limited(taskLines(installation, asked, signal), asked), 'text/plain; charset=utf-8')
}

/** What a task wrote, line by line, and from which stream. */
export async function* taskLines(
  installation: Logs,
  { ref, request }: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<Pick<LogEntry, 'stream' | 'text'>> {
  for await (const { stream, text, timestamp, notice } of installation.logs({ refs: [ref], ...request, signal }))
    if (!notice) yield { stream, text: `${timestamp === undefined ? '' : `${timestamp} `}${text}\n` }
}

/** The first bytes of it. */
async function* limited(
  lines: AsyncIterable<Pick<LogEntry, 'text'>>,
  { limitBytes }: LogQuery,
): AsyncGenerator<Uint8Array> {
  let left = limitBytes
  for await (const { text } of lines) {
    const bytes = Buffer.from(text).subarray(0, left)
    left -= bytes.length
    yield bytes
    if (left <= 0) return
  }
}
