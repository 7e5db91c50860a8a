import type { ClientRequest } from 'node:http'
import { asError } from '../v1/language/caught-error.ts'
import { drained } from '../v1/language/drained.ts'
import { exits, InstallationError } from '../v1/installation/installation-error.ts'
import type { StartRequest } from '../v1/installation/one-off.ts'
import type { ExecRequest } from '../v1/installation/requests.ts'
import type { SizedTerminal } from '../v1/installation/terminal.ts'
import { channels, frame, framesOf } from '../v1/installation/wire.ts'
import type { Endpoint } from './endpoint.ts'
import { send } from './request.ts'

/**
 * Runs a command in a task through the server: the request as one line of JSON, then standard input, in frames where there is a
 * terminal; frames come back.
 */
export async function remoteExec(endpoint: Endpoint, request: ExecRequest): Promise<number> {
  const { stdin: _stdin, terminal: _terminal, onOutput: _onOutput, signal: _signal, ...head } = request
  return await remoteProcess(endpoint, { path: '/reconcile/exec', head, speaking: request })
}

/** Starts a one-off container through the server in the same way. */
export async function remoteOneOff(endpoint: Endpoint, request: StartRequest): Promise<number> {
  const { oneOff, detach } = request
  const head = { oneOff, ...(detach ? { detach } : {}) }
  return await remoteProcess(endpoint, { path: '/reconcile/run-start', head, speaking: request })
}

/** How a process is spoken with. */
type Speaking = Pick<ExecRequest, 'stdin' | 'terminal' | 'onOutput' | 'signal'>

interface Asked {
  readonly path: string
  readonly head: object
  readonly speaking: Speaking
}

async function remoteProcess(endpoint: Endpoint, { path, head, speaking }: Asked): Promise<number> {
  const { stdin, terminal, onOutput, signal } = speaking
  const first = { ...head, stdin: stdin !== undefined, ...(terminal ? { terminal: terminal.size() } : {}) }
  const response = await send({
    ...{ endpoint, method: 'POST', path, signal },
    write: (sent) => void writeRequest(sent, `${JSON.stringify(first)}\n`, speaking),
  })
  for await (const { channel, bytes } of framesOf(response)) {
    if (channel === channels.stdout) await onOutput('stdout', bytes)
    else if (channel === channels.stderr) await onOutput('stderr', bytes)
    else if (channel === channels.exit) return Number(new TextDecoder().decode(bytes))
    else throw new InstallationError(exits.failed, new TextDecoder().decode(bytes))
  }
  throw new InstallationError(exits.failed, 'the server ended before the command did', {
    remedy: 'look whether `reconcile serve` still runs',
  })
}

async function writeRequest(sent: ClientRequest, head: string, { stdin, terminal }: Speaking): Promise<void> {
  sent.write(head)
  if (terminal) keepSize(sent, terminal)
  try {
    for await (const chunk of stdin ?? []) {
      if (!sent.write(terminal ? frame(channels.stdin, chunk) : chunk)) await drained(sent)
      if (sent.destroyed) return
    }
    // Sizes may come for as long as the command runs.
    if (!terminal) sent.end()
    else if (stdin) sent.write(frame(channels.stdin, new Uint8Array()))
  } catch (error) {
    sent.destroy(asError(error))
  }
}

function keepSize(sent: ClientRequest, terminal: SizedTerminal): void {
  const tell = () => sent.write(frame(channels.resize, new TextEncoder().encode(JSON.stringify(terminal.size()))))
  sent.once('close', terminal.onResize(tell))
}
