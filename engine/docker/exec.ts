import { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Verbs } from '../engine.ts'
import type { EngineRequest } from '../requests.ts'
import { asFields, idOf } from './answer.ts'
import type { Asked, Caller } from './caller.ts'
import { AnswerError } from './errors.ts'
import { frameReader, readFrames } from './frames.ts'

/** A command in a running container, without a terminal: create, start on a hijacked connection, inspect for the exit code. */
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
  const exitCode = asFields(answer, 'an exec')['ExitCode']
  if (typeof exitCode !== 'number') throw new AnswerError('the engine did not say how the command ended')
  return { exitCode }
}

function start(caller: Caller, id: string, asked: Asked<'exec'>): Promise<void> {
  return caller.call(asked, {
    request: { method: 'POST', path: `/exec/${id}/start`, query: {}, body: { Detach: false, Tty: false } },
    hijack: true,
    read: async (connection, deadline) => {
      deadline.release()
      const sending = connection instanceof IncomingMessage ? undefined : sendInput(connection, asked.args.stdin)
      await readFrames(connection, frameReader(asked.args.onOutput))
      if (connection.closed === false) connection.destroy()
      await sending
    },
  })
}

/** Copies the input and closes that half; a command that ends before it has read all is no error. */
async function sendInput(connection: Duplex, stdin: AsyncIterable<Uint8Array> | undefined): Promise<void> {
  if (stdin === undefined) return
  connection.on('error', () => {})
  for await (const bytes of stdin) {
    if (connection.destroyed) return
    if (!connection.write(bytes)) await drained(connection)
  }
  if (!connection.destroyed) connection.end()
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
