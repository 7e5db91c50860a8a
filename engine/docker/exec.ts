import type { TerminalSize } from '../../api/v1/installation/terminal.ts'
import type { Verbs } from '../engine.ts'
import type { EngineRequest } from '../requests.ts'
import { asFields, idOf } from './answer.ts'
import type { Call } from '../wrap.ts'
import type { Caller } from './caller.ts'
import { converse } from './converse.ts'
import { AnswerError } from './errors.ts'

/** The verb for a command in a running container: create, start on a hijacked connection, inspect for the exit code. */
export function execVerbs(caller: Caller): Pick<Verbs, 'exec'> {
  return {
    async exec(args, run) {
      const id = await caller.json({ verb: 'exec', args, run }, { decode: (answer) => idOf(asFields(answer, 'an id')) })
      args.onStart?.()
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

function start(caller: Caller, id: string, asked: Call<'exec'>): Promise<void> {
  const body = { Detach: false, Tty: asked.args.terminal !== undefined }
  const request: EngineRequest = { method: 'POST', path: `/exec/${id}/start`, query: {}, body }
  return converse(caller, asked, { request, resize: (size) => resizeRequest(id, size) })
}

function inspectRequest(id: string): EngineRequest {
  return { method: 'GET', path: `/exec/${id}/json`, query: {} }
}

function resizeRequest(id: string, { columns, rows }: TerminalSize): EngineRequest {
  return { method: 'POST', path: `/exec/${id}/resize`, query: { h: String(rows), w: String(columns) } }
}
