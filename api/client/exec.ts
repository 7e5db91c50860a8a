import type { ClientRequest } from 'node:http'
import { exits, type ExecRequest, InstallationError } from '../v1/installation.ts'
import { channels, framesOf } from '../v1/wire.ts'
import { send } from './request.ts'

/** Runs a command in a task through the server: the request as one line of JSON, then standard input; frames come back. */
export async function remoteExec(socketPath: string, request: ExecRequest): Promise<number> {
  const { stdin, onOutput, signal, ...rest } = request
  const head = `${JSON.stringify({ ...rest, stdin: stdin !== undefined })}\n`
  const response = await send({
    ...{ socketPath, method: 'POST', path: '/reconcile/exec', signal },
    write: (sent) => void writeInput(sent, head, stdin),
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

async function writeInput(
  sent: ClientRequest,
  head: string,
  stdin: AsyncIterable<Uint8Array> | undefined,
): Promise<void> {
  sent.write(head)
  try {
    for await (const chunk of stdin ?? []) {
      if (!sent.write(chunk)) await new Promise((resolve) => sent.once('drain', resolve))
    }
    sent.end()
  } catch (error) {
    sent.destroy(error instanceof Error ? error : new Error(String(error)))
  }
}
