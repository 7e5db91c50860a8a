import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'

/** The exit code and output of a command that has ended. */
export interface Ended {
  readonly exit: number
  readonly out: string
  readonly err: string
}

/** The command line with its own home, working directory and engine. */
export interface Cli {
  readonly dir: string
  readonly home: string
  /** The environment of every command. */
  readonly env: Readonly<Record<string, string>>
  /** Runs `reconcile ARGS` to its end, for 90 s at most. */
  run(...args: readonly string[]): Promise<Ended>
  /** Runs a command with additional variables. */
  runWith(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended>
  /** Starts a command in the background; `end` ends it. */
  start(...args: readonly string[]): Running
  /** Starts a command under another program such as `strace -f`, which gets it as its last arguments. */
  startUnder(program: readonly string[], ...args: readonly string[]): Running
  /** Writes a file below `dir` and returns its path. */
  write(name: string, text: string): string
  /** Ends all started commands and removes all files. */
  end(): Promise<void>
}

/** A command that runs in the background. */
export interface Running {
  readonly child: ChildProcess
  /** Its output so far. */
  output(): string
  /** Resolves when the output contains `text`. Rejects with the output when the command ends before that, or after 30 s. */
  says(text: string): Promise<void>
  /** Signals the command (SIGTERM by default) and resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** The path of the command. */
export const BIN = join(ROOT, 'bin/reconcile')

/** Builds dist/ if it is older than its sources; of several processes at once only one builds. */
export async function buildCli(): Promise<void> {
  built ??= promisify(execFile)(join(ROOT, 'hack/setup/build'))
  await built
}

let built: Promise<unknown> | undefined

/**
 * Creates a command line for the engine at a unix socket; by default, for one that does not exist. `env` are additional variables for every
 * command.
 */
export function startCli(socket = '/nowhere/docker.sock', env: Readonly<Record<string, string>> = {}): Cli {
  const dir = mkdtempSync(join(tmpdir(), 'reconcile-cli-'))
  const home = join(dir, 'home')
  const where = { HOME: dir, RECONCILE_HOME: home, DOCKER_HOST: `unix://${socket}` }
  const base = { PATH: process.env['PATH'] ?? '', ...where, ...env }
  const running = new Set<Running>()
  const runWith: Cli['runWith'] = async (more, ...args) => {
    try {
      const options = { cwd: dir, env: { ...base, ...more }, timeout: 90_000, maxBuffer: 1 << 26 }
      const { stdout, stderr } = await promisify(execFile)(BIN, args, options)
      return { exit: 0, out: stdout, err: stderr }
    } catch (error) {
      const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string }
      return { exit: typeof code === 'number' ? code : -1, out: stdout, err: stderr }
    }
  }
  const startUnder: Cli['startUnder'] = (program, ...args) => {
    const started = startCommand([...program, BIN, ...args], { cwd: dir, env: base })
    running.add(started)
    return started
  }
  return {
    dir,
    home,
    env: base,
    runWith,
    startUnder,
    run: (...args) => runWith({}, ...args),
    start: (...args) => startUnder([], ...args),
    write(name, text) {
      const path = join(dir, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
      return path
    },
    async end() {
      await Promise.all([...running].map(endOf))
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Ends a command, so that it releases the locks of its stacks; kills it when it does not end in time. */
async function endOf({ stop }: Running): Promise<void> {
  const late = setTimeout(PATIENCE_MS, undefined, { ref: false }).then(() => stop('SIGKILL'))
  await Promise.race([stop(), late])
}

/** The time for a command to end, ms. */
const PATIENCE_MS = 30_000
/** The time to wait for output, ms. Shorter than the timeout of most tests on an engine, which would not show the output. */
const SAYS_MS = 45_000

function startCommand(words: readonly string[], options: { cwd: string; env: Record<string, string> }): Running {
  const [command = BIN, ...args] = words
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let [output, isClosed] = ['', false]
  child.once('close', () => (isClosed = true))
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()))
  return {
    child,
    output: () => output,
    says: (text) =>
      new Promise((resolve, reject) => {
        const check = () => output.includes(text) && resolve()
        const fail = (how: string) => reject(new Error(`it ${how} without saying ${text}: ${output}`))
        for (const stream of [child.stdout, child.stderr]) stream.on('data', check)
        child.once('close', () => fail('ended'))
        void setTimeout(SAYS_MS, undefined, { ref: false }).then(() => fail(`ran ${SAYS_MS / 1000} s`))
        check()
        if (isClosed) fail('ended')
      }),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal)
        await ended
      }
      return child.exitCode
    },
  }
}
