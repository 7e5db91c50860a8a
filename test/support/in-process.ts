import { fileURLToPath } from 'node:url'
import { type Context, homeOf } from '../../cli/context.ts'
import type { Terminal } from '../../cli/terminal.ts'
import type { Cli, Ended } from './cli.ts'

/** For a command to end in, ms. */
const PATIENCE_MS = 90_000
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * The same command line, whose `run` calls the command in this process, from its sources: a tenth of what a start costs. For suites
 * that look at what commands do and print, not at processes: `start` starts one still, and `serve` is always one.
 */
export function inProcess(cli: Cli): Cli {
  const runWith: Cli['runWith'] = async (more, ...args) =>
    args[0] === 'serve' ? await cli.runWith(more, ...args) : await call(args, cli.dir, { ...cli.env, ...more })
  return { ...cli, runWith, run: (...args) => runWith({}, ...args) }
}

async function call(args: readonly string[], cwd: string, env: Context['env']): Promise<Ended> {
  // Loaded by who calls it: most suites need none of it.
  const { mainIn } = await import('../../cli/main.ts')
  const said = { out: '', err: '' }
  const surroundings = { env, cwd, home: homeOf(env, cwd), packageDirectory: () => ROOT, now: Date.now }
  const over = new AbortController()
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(PATIENCE_MS)])
  const exit = await mainIn({ ...surroundings, terminal: notesIn(said), signal }, args)
  // A process would be over now, with all that waits in it.
  over.abort()
  return { exit, ...said }
}

/** Standard output and error that are no terminals, and an input that has ended. */
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
