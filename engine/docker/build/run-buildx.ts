import { spawn } from 'node:child_process'
import type { Clock } from '../../../clock/clock.ts'
import { lineSplitter } from '../lines.ts'

export interface BuildxRun {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly directory: string
  readonly input: string
  readonly onLine: (line: string) => void
}

/** How long it may take to cancel its build on the engine before it is killed, ms. */
const endMs = 10_000

/**
 * Runs buildx without a shell, in its own process group; resolves with its exit code, 1 for a signal. No process of it is left when this
 * settles.
 */
export function runBuildx({ onLine, ...how }: BuildxRun, clock: Clock, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(how.program, how.args, { env: how.env, cwd: how.directory, detached: true, stdio: 'pipe' })
    const { pid } = child
    // It was not started, which the error tells. With too many files open, it has no streams either.
    if (pid === undefined) return void child.on('error', reject)
    const kill = (name: NodeJS.Signals) => {
      try {
        process.kill(-pid, name)
      } catch {
        // It has ended: its exit event follows.
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
    child.on('error', (error) => settle(() => reject(error)))
    for (const stream of [child.stdout, child.stderr]) {
      // Long lines are dropped: a piece could start within a secret, which would then not be redacted (S9).
      const lines = lineSplitter(onLine, undefined, 'left out')
      stream.on('data', (chunk: Buffer) => lines.push(chunk))
      stream.on('end', () => lines.end())
    }
    child.on('close', (code) => settle(() => resolve(code ?? 1)))
    child.stdin.on('error', () => {}) // it ended before it read everything: its exit code says why
    child.stdin.end(how.input)
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
  })
}
