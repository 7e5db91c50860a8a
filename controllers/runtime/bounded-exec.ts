import { redactAssigned, redactWords } from '../../api/v1/redact/redact.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Engine, ExecArgs } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { endedBy, type Run } from '../../engine/run.ts'

/** A command that takes longer is left, ms: what waits for it would wait for ever. */
export const COMMAND_MS = 600_000

/** Output of a command that is kept of it, in bytes. */
export const QUOTED = 500

/** How a command ended. */
export interface Ended {
  readonly exitCode: number
  /** What it printed at its end, without what looks secret. */
  readonly words: string
}

/** Runs a command in a container, for ten minutes at most; one that takes longer throws Invalid. */
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

/** A command in a few words, without what looks secret. */
export function shortened(command: readonly string[]): string {
  const words = redactWords(command)
  return `${words.slice(0, 4).join(' ')}${words.length > 4 ? ' …' : ''}`
}

/** Whole lines alone where there was more: a cut one may show a secret without what tells that it is one (S9). */
export function lastLines(output: Buffer): string {
  const text = output.toString()
  const whole = output.length < QUOTED ? text : text.slice(text.indexOf('\n') + 1 || text.length)
  return redactAssigned(whole.trim())
}
