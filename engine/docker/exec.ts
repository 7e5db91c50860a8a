import { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { asError } from '../../api/v1/caught-error.ts'
import type { SizedTerminal, TerminalSize } from '../../api/v1/terminal.ts'
import type { ExecArgs, Verbs } from '../engine.ts'
import type { EngineRequest } from '../requests.ts'
import { asFields, idOf } from './answer.ts'
import type { Asked, Caller } from './caller.ts'
import { AnswerError } from './errors.ts'
import { frameReader, readFrames } from './frames.ts'

/** A command in a running container: create, start on a hijacked connection, inspect for the exit code. */
export function execVerbs(caller: Caller): Pick<Verbs, 'exec'> {
  return {
    async exec(args, run) {
      const id = await caller.json({ verb: 'exec', args, run }, { decode: (answer) => idOf(asFields(answer, 'an id')) })
      await start(caller, id, { verb: 'exec', args, run })
      return caller.json({ verb: 'exec', args, run }, { request: inspectRequest(id), decode: decodeEnd })
    },
  }
}

function decodeEnd(answer: unknown): { readonly exitCode: number } {
  const { ExitCode: exitCode, Running: running } = asFields(answer, 'an exec')
  if (running === true)
    throw new AnswerError('it was left (by ctrl-p ctrl-q, or as the engine ended) and goes on without us')
  if (typeof exitCode !== 'number') throw new AnswerError('the engine did not say how the command ended')
  return { exitCode }
}

function start(caller: Caller, id: string, asked: Asked<'exec'>): Promise<void> {
  const { stdin, terminal, onOutput } = asked.args
  const body = { Detach: false, Tty: terminal !== undefined }
  return caller.call(asked, {
    request: { method: 'POST', path: `/exec/${id}/start`, query: {}, body },
    hijack: true,
    read: async (connection, deadline) => {
      deadline.release()
      // Whoever still types when the command has ended is not waited for.
      if (!(connection instanceof IncomingMessage)) void sendInput(connection, stdin)
      const resize = (size: TerminalSize) => caller.done(asked, { request: resizeRequest(id, size) })
      const forget = terminal && keepSize(terminal, resize)
      try {
        await readFrames(connection, terminal ? (chunk) => onOutput('stdout', chunk) : frameReader(onOutput))
      } finally {
        forget?.()
      }
      if (connection.closed === false) connection.destroy()
    },
  })
}

/** Copies the input and closes that half; a command that ends before it has read all is no error, an input that breaks is. */
async function sendInput(connection: Duplex, stdin: ExecArgs['stdin']): Promise<void> {
  if (stdin === undefined) return
  connection.on('error', () => {})
  try {
    for await (const bytes of stdin) {
      if (connection.destroyed) return
      if (!connection.write(bytes)) await drained(connection)
    }
    if (!connection.destroyed) connection.end()
  } catch (error) {
    connection.destroy(asError(error))
  }
}

/** Tells the engine the size and each later one, one after the other; what comes meanwhile is told as the size of then. */
function keepSize(terminal: SizedTerminal, resize: (size: TerminalSize) => Promise<void>): () => void {
  let telling = false
  let isStale = true
  let isOver = false
  const tell = async () => {
    isStale = true
    if (telling) return
    telling = true
    while (isStale && !isOver) {
      isStale = false
      // A command that has ended, or can't be told, goes on as it is.
      await resize(terminal.size()).catch(() => undefined)
    }
    telling = false
  }
  const forget = terminal.onResize(() => void tell())
  void tell()
  return () => {
    isOver = true
    forget()
  }
}

function drained(connection: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      connection.off('drain', done).off('close', done)
      resolve()
    }
    connection.on('drain', done).on('close', done)
  })
}

function inspectRequest(id: string): EngineRequest {
  return { method: 'GET', path: `/exec/${id}/json`, query: {} }
}

function resizeRequest(id: string, { columns, rows }: TerminalSize): EngineRequest {
  return { method: 'POST', path: `/exec/${id}/resize`, query: { h: String(rows), w: String(columns) } }
}
