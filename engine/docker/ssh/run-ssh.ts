import { spawn } from 'node:child_process'

export interface SshRun {
  readonly args: readonly string[]
  /** Where ssh and its agent are, and the user's files. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

/** How long one run may take, ms. A host that says nothing is given up before (ConnectTimeout), but not an agent here, or a login there. */
const PATIENCE_MS = 20_000

/** How long what it started may go on holding its output open once it has ended itself, ms: a hanging proxy would for good. */
const HELD_MS = 1_000

/** What ssh said is kept up to this, in characters. */
const MOST_WORDS = 4_000

/**
 * Runs ssh without a shell here. Resolves with its exit code, 255 for a signal, as where ssh itself fails, and what it said. Rejects where
 * it can't be run.
 */
export function runSsh({ args, env, signal }: SshRun): Promise<{ readonly exit: number; readonly said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('ssh', args, { env, signal, stdio: ['ignore', 'ignore', 'pipe'], killSignal: 'SIGKILL' })
    child.on('error', reject)
    // It was not started, which the error tells. With too many files open, it has no output either.
    if (child.pid === undefined) return
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-MOST_WORDS)))
    child.on('exit', () => {
      clearTimeout(late)
      const held = setTimeout(() => child.stderr.destroy(), HELD_MS)
      child.on('close', () => clearTimeout(held))
    })
    child.on('close', (exit, killed) => {
      if (killed !== null && !signal.aborted) said += `\nno login within ${PATIENCE_MS / 1000} s`
      resolve({ exit: exit ?? 255, said })
    })
  })
}
