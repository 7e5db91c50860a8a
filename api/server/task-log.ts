import type { LogEntry } from '../v1/installation/answers.ts'
import type { Installation } from '../v1/installation/installation.ts'
import type { ObjectRef } from '../v1/metadata.ts'
import { answerBytes, answerError } from './answers.ts'
import { remoteProtocols } from './channel-socket.ts'
import type { Exchange } from './exec.ts'
import { type LogQuery, logQuery } from './log-query.ts'
import { Refusal, untilRefused } from './refusal.ts'
import { aboutTask, refuseNoTask, type TaskPath } from './task-path.ts'

type Logs = Pick<Installation, 'get' | 'logs'>

/** Answers a request about a task's process that asks for no websocket: its log is text, all else needs one. */
export async function serveTask(installation: Logs, path: TaskPath, asked: Asked): Promise<void> {
  const { request, signal } = asked.exchange
  try {
    if (request.method !== 'GET' && request.method !== 'POST')
      throw new Refusal(405, 'MethodNotAllowed', `${request.method} is not for this path: ask by GET`)
    if (path.part !== 'log' || request.method === 'POST') throw byWebsocket(path)
    await refuseNoTask(installation, path)
    await answerLog(installation, path.ref, asked)
  } catch (error) {
    if (signal.aborted) throw error
    answerError(asked.exchange, error, aboutTask(path))
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
  const bytes = untilRefused(bytesOf(taskLog(installation, asked, signal)), signal)
  await answerBytes(response, bytes, 'text/plain; charset=utf-8')
}

async function* bytesOf(pieces: AsyncIterable<LogPiece>): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of pieces) yield bytes
}

interface LogPiece extends Pick<LogEntry, 'stream'> {
  readonly bytes: Uint8Array
}

/** What a task wrote, line by line, and from which stream, up to the bytes that were asked for. */
export async function* taskLog(
  installation: Logs,
  { ref, request, limitBytes }: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<LogPiece> {
  let left = limitBytes
  for await (const { stream, text, timestamp, notice } of installation.logs({ refs: [ref], ...request, signal })) {
    if (notice) continue
    const bytes = Buffer.from(`${timestamp === undefined ? '' : `${timestamp} `}${text}\n`).subarray(0, left)
    left -= bytes.length
    yield { stream, bytes }
    if (left <= 0) return
  }
}
