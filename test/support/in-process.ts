import { fileURLToPath } from 'node:url'
import { type Context, homeOf } from '../../cli/context.ts'
import type { Terminal } from '../../cli/terminal.ts'
import type { Cli, Ended } from './cli.ts'

/** The time for a command to end, ms. */
const PATIENCE_MS = 90_000
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Wraps a command line so that `run` calls the command in this process, from its sources, at a tenth of the cost of a process. For suites
 * that test what commands do and print. `start` and `serve` still start processes.
 */
export function inProcess(cli: Cli): Cli {
  const runWith: Cli['runWith'] = async (more, ...args) =>
    args[0] === 'serve' ? await cli.runWith(more, ...args) : await call(args, cli.dir, { ...cli.env, ...more })
  return { ...cli, runWith, run: (...args) => runWith({}, ...args) }
}

async function call(args: readonly string[], cwd: string, env: Context['env']): Promise<Ended> {
  // Imported on the first call, as most suites don't need it.
  const { mainIn } = await import('../../cli/main.ts')
  const said = { out: '', err: '' }
  const surroundings = { env, cwd, home: homeOf(env, cwd), packageDirectory: () => ROOT, now: Date.now }
  const over = new AbortController()
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(PATIENCE_MS)])
  const exit = await mainIn({ ...surroundings, terminal: notesIn(said), signal }, args)
  // A process would end here, with everything that still waits in it.
  over.abort()
  return { exit, ...said }
}

/** A terminal that collects output and errors as a pipe would, with an empty input. */
function notesIn(said: { out: string; err: string }): Terminal {
  const [out, err] = [new TextDecoder(), new TextDecoder()]
  return {
    ...{ live: false, color: false, errorColor: false, keyboard: false },
    print: (...lines) => void (said.out += lines.map((line) => `${line}\n`).join('')),
    complain: (...lines) => void (said.err += lines.map((line) => `${line}\n`).join('')),
    write: (bytes) => void (said.out += typeof bytes === 'string' ? bytes : out.decode(bytes, { stream: true })),
    writeError: (bytes) => void (said.err += err.decode(bytes, { stream: true })),
    size: () => ({ columns: 80, rows: 24 }),
    width: () => 80,
    onResize: () => () => undefined,
    async *stdin() {},
  }
}
