import { execFile, type ExecFileException } from 'node:child_process'
import { existsSync } from 'node:fs'

/** One run of git. */
export interface GitCall {
  readonly args: readonly string[]
  /** The directory that it runs in. */
  readonly cwd?: string
  readonly input?: Uint8Array
  /** All variables of the process; absent: ours. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly timeoutMs?: number
}

/** How it ended; without git, or after the time, the code is -1. */
export interface GitAnswer {
  readonly code: number
  readonly out: Buffer
  readonly err: string
  /** Set where it was ended because its time was over. */
  readonly isOverdue?: true
}

/** git was ended because its time was over: nothing is wrong with what it was asked for. */
export class GitOverdue extends Error {}

const PATIENCE_MS = 30_000
const MOST_BYTES = 200_000_000

/** No hook of a repository is started, and no file monitor; its filters are, as those of git-lfs: without them git has other bytes. */
const safe = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false']

/** What git answers where there is none, and what to do then. */
export const NO_GIT = {
  message: 'git is not installed, or not in PATH',
  remedy: "install it with the system's package manager, as `apt-get install -y git`, and run this again",
} as const

/** Runs git, without a shell, and answers whatever came of it. */
export function runGit({ args, cwd, input, env, timeoutMs = PATIENCE_MS }: GitCall): Promise<GitAnswer> {
  return new Promise((resolve) => {
    const options = { encoding: 'buffer' as const, timeout: timeoutMs, maxBuffer: MOST_BYTES, cwd, env }
    const child = execFile('git', [...safe, ...args], options, (error, out, err) => {
      // Too much output has a code of its own, as ENOENT has.
      if (error?.killed && typeof error.code !== 'string')
        return resolve({ code: -1, out, err: `not done within ${timeoutMs / 1000} s`, isOverdue: true })
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ code, out, err: err.toString('utf8').trim() || startError(error, cwd) })
    })
    // Whoever does not read its input is no failure: its exit says what there is to say.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

/** A working directory that is not there has the same code as a program that is not. */
function startError(error: ExecFileException | null, cwd = '.'): string {
  return error?.code === 'ENOENT' && existsSync(cwd) ? NO_GIT.message : (error?.message ?? '')
}

/** Runs git for its output; throws with its own words when it fails. */
export async function gitOutput(call: GitCall): Promise<Buffer> {
  const { code, out, err, isOverdue } = await runGit(call)
  if (isOverdue) throw new GitOverdue(`git ${call.args.join(' ')}: ${err}`)
  if (code !== 0) throw new Error(`git ${call.args.join(' ')}: ${err || `exit ${code}`}`)
  return out
}

/** The output as text, without its last line end. */
export async function gitText(call: GitCall): Promise<string> {
  return (await gitOutput(call)).toString('utf8').replace(/\n$/, '')
}
