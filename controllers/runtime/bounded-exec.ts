import { redactAssigned, redactWords } from '../../api/v1/redact/redact.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Engine, ExecArgs } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { endedBy, type Run } from '../../engine/run.ts'

/** The time limit of a command, ms, without which a caller could wait for ever. */
export const COMMAND_MS = 600_000

/** How much of the end of a command's output is kept, in bytes. */
export const QUOTED = 500

/** How a command ended. */
export interface Ended {
  readonly exitCode: number
  /** The last lines that it printed, with secrets redacted. */
  readonly words: string
}

/** Runs a command in a container, for at most COMMAND_MS; throws Invalid when it takes longer. */
export async function boundedExec(
  engine: Engine,
  args: Omit<ExecArgs, 'onOutput'>,
  { run, clock }: { readonly run: Run; readonly clock: Clock },
): Promise<Ended> {
  let output: Buffer = Buffer.alloc(0)
  const onOutput = (_: string, bytes: Uint8Array) => {
    output = Buffer.concat([output, bytes]).subarray(-QUOTED)
  }
  const over = new AbortController()
  const cancel = clock.after(COMMAND_MS, () => over.abort())
  const bounded = endedBy(run, AbortSignal.any([run.signal, over.signal]))
  try {
    const { exitCode } = await engine.exec({ ...args, onOutput }, bounded)
    return { exitCode, words: lastLines(output) }
  } catch (error) {
    if (!over.signal.aborted) throw error
    const tried = `run ${shortened(args.command)} in its container`
    throw new EngineError('Invalid', {
      node: engine.node,
      tried,
      detail: 'it took longer than 10 minutes',
      cause: error,
    })
  } finally {
    cancel()
  }
}

/** The first words of a command, with secrets redacted. */
export function shortened(command: readonly string[]): string {
  const words = redactWords(command)
  return `${words.slice(0, 4).join(' ')}${words.length > 4 ? ' …' : ''}`
}

/**
 * The output as redacted text. Where it was cut, the partial first line is dropped: it might show a secret without the name that marks it
 * as one (S9).
 */
export function lastLines(output: Buffer): string {
  const text = output.toString()
  const whole = output.length < QUOTED ? text : text.slice(text.indexOf('\n') + 1 || text.length)
  return redactAssigned(whole.trim())
}
