import type { TerminalSize } from '../../api/v1/installation/terminal.ts'
import type { Verbs } from '../engine.ts'
import type { EngineRequest } from '../requests.ts'
import { asFields, readJson } from './answer.ts'
import type { Caller } from './caller.ts'
import { converse } from './converse.ts'
import { AnswerError } from './errors.ts'

/** The verbs that attach to a container's main process, on a hijacked connection, and wait for its exit. */
export function attachVerbs(caller: Caller): Pick<Verbs, 'attach' | 'waitContainer'> {
  return {
    attach: (args, run) =>
      converse(
        caller,
        { verb: 'attach', args, run },
        { resize: (size) => resizeRequest(args.id, size), onBegin: args.onBegin },
      ),
    waitContainer: (args, run) =>
      caller.call(
        { verb: 'waitContainer', args, run },
        {
          read: async (answer, deadline) => {
            deadline.release()
            args.onBegin?.()
            return decodeEnd(await readJson(answer))
          },
        },
      ),
  }
}

function decodeEnd(answer: unknown): { readonly exitCode: number } {
  const { StatusCode: exitCode } = asFields(answer, 'an end')
  if (typeof exitCode === 'number') return { exitCode }
  throw new AnswerError('the engine did not say how the container ended')
}

function resizeRequest(id: string, { columns, rows }: TerminalSize): EngineRequest {
  const path = `/containers/${encodeURIComponent(id)}/resize`
  return { method: 'POST', path, query: { h: String(rows), w: String(columns) } }
}
