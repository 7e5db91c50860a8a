import { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { asError } from '../../api/v1/language/caught-error.ts'
import { drained } from '../../api/v1/language/drained.ts'
import type { SizedTerminal, TerminalSize } from '../../api/v1/installation/terminal.ts'
import type { EngineRequest } from '../requests.ts'
import type { Call } from '../wrap.ts'
import type { CallOptions, Caller } from './caller.ts'
import { frameReader, readFrames } from './frames.ts'

type Speaking = 'exec' | 'attach'

export interface Conversation extends Pick<CallOptions, 'request'> {
  /** The request that resizes its terminal. */
  readonly resize: (size: TerminalSize) => EngineRequest
  /** Called when the connection is established. */
  readonly onBegin?: (() => void) | undefined
}

/**
 * Exchanges input and output with a process on a hijacked connection until the engine ends it. Once begun, silence has no time limit. An
 * input that fails ends it with the input's own error, as that is no engine's.
 */
export async function converse<V extends Speaking>(caller: Caller, asked: Call<V>, how: Conversation): Promise<void> {
  const { stdin, terminal, onOutput } = asked.args
  const { resize, onBegin, ...request } = how
  let fault: Error | undefined
  const conversation = caller.call(asked, {
    ...request,
    hijack: true,
    read: async (connection, deadline) => {
      deadline.release()
      onBegin?.()
      // Not awaited: the process may end before its input does.
      if (!(connection instanceof IncomingMessage)) void sendInput(connection, stdin, (error) => (fault = error))
      const tell = (size: TerminalSize) => caller.done(asked, { request: resize(size) })
      const forget = terminal && keepSize(terminal, tell)
      try {
        await readFrames(connection, terminal ? (chunk) => onOutput('stdout', chunk) : frameReader(onOutput))
      } finally {
        forget?.()
      }
      if (connection.closed === false) connection.destroy()
    },
  })
  await conversation.catch((error: unknown) => {
    throw fault === undefined || asked.run.signal.aborted ? error : fault
  })
}

/** Copies the input, then closes that half. A process that ends before it has read everything is no error; a failing input is. */
async function sendInput(
  connection: Duplex,
  stdin: AsyncIterable<Uint8Array> | undefined,
  onFault: (error: Error) => void,
): Promise<void> {
  if (stdin === undefined) return
  connection.on('error', () => {})
  try {
    for await (const bytes of stdin) {
      if (connection.destroyed) return
      if (!connection.write(bytes)) await drained(connection)
    }
    if (!connection.destroyed) connection.end()
  } catch (error) {
    const fault = asError(error)
    // A connection that is gone already has its own reason.
    if (!connection.destroyed) onFault(fault)
    connection.destroy(fault)
  }
}

/** Sends the terminal's size and every change, one call at a time; changes during a call are merged into the latest size. */
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
      const size = terminal.size()
      // A failure is ignored: the process may have ended, and works at any size.
      if (size.columns > 0 && size.rows > 0) await resize(size).catch(() => undefined)
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
