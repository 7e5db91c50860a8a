import type { TerminalSize } from '../../api/v1/terminal.ts'
import type { Verbs } from '../engine.ts'
import type { EngineRequest } from '../requests.ts'
import type { Caller } from './caller.ts'
import { converse } from './converse.ts'

/** The main process of a container, on a hijacked connection. */
export function attachVerbs(caller: Caller): Pick<Verbs, 'attach'> {
  return {
    attach: (args, run) =>
      converse(caller, { verb: 'attach', args, run }, { resize: (size) => resizeRequest(args.id, size) }),
  }
}

function resizeRequest(id: string, { columns, rows }: TerminalSize): EngineRequest {
  const path = `/containers/${encodeURIComponent(id)}/resize`
  return { method: 'POST', path, query: { h: String(rows), w: String(columns) } }
}
