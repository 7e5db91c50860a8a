import { spawn } from 'node:child_process'
import type { Clock } from '../../../clock/clock.ts'
import { lineSplitter } from '../lines.ts'

/** One run of buildx. */
export interface BuildxRun {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly directory: string
  readonly input: string
  readonly onLine: (line: string) => void
}

/** How long it may take to end its build on the engine when it is no longer wanted, ms. */
const endMs = 10_000

/** Runs it without a shell, in a process group of its own; answers its exit code, 1 for a signal. Nothing of it is left when this settles. */
export function runBuildx({ onLine, ...how }: BuildxRun, clock: Clock, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(how.program, how.args, { env: how.env, cwd: how.directory, detached: true, stdio: 'pipe' })
    const kill = (name: NodeJS.Signals) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, name)
      } catch {
        // It is gone: its exit is on its way.
      }
    }
    let stopKilling = () => {}
    const end = () => {
      kill('SIGTERM')
      stopKilling = clock.after(endMs, () => kill('SIGKILL'), 'periodic')
    }
    const settle = (finish: () => void) => {
      signal.removeEventListener('abort', end)
      stopKilling()
      finish()
    }
    for (const stream of [child.stdout, child.stderr]) {
      // A piece of a line may begin within a secret, by which that is not found any more (S9).
      const lines = lineSplitter(onLine, undefined, 'left out')
      stream.on('data', (chunk: Buffer) => lines.push(chunk))
      stream.on('end', () => lines.end())
    }
    child.on('error', (error) => settle(() => reject(error)))
    child.on('close', (code) => settle(() => resolve(code ?? 1)))
    child.stdin.on('error', () => {}) // it ended before it read all: its exit says why
    child.stdin.end(how.input)
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
  })
}
