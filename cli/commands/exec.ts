import { locateApplied } from '../arguments/container.ts'
import { parseName } from '../arguments/references.ts'
import { stackOf } from '../arguments/stack-here.ts'
import { givenVariable } from '../arguments/variables.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import type { ExecRequest } from '../../api/v1/installation/requests.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { sayOutcome } from '../output/say-outcome.ts'
import { outputOn } from '../terminal.ts'
import { typeRaw } from '../type-raw.ts'
import { usageError } from '../usage.ts'

export interface ExecOptions {
  readonly stack?: string
  /** The replica number, for a service. */
  readonly index?: string
  readonly user?: string
  readonly workdir?: string
  readonly env?: readonly string[]
  readonly stdin?: boolean
  /** False for `--no-tty`, which as in docker compose passes standard input. */
  readonly tty?: boolean
}

/** Runs a command in a task, or in a service's first running one. The exit code is the command's. */
export async function exec(context: Context, words: readonly string[], options: ExecOptions): Promise<number> {
  const [name = '', ...rest] = words
  const command = rest[0] === '--' ? rest.slice(1) : rest
  if (command.length === 0) throw usageError('exec runs what?', 'name the command, as `reconcile exec web -- ls /`')
  const { terminal, signal } = context
  const typed = options.stdin === true && options.tty === true
  if (typed && !terminal.keyboard)
    throw usageError('exec -it: the input device is not a TTY', 'leave -t away, or run this in a terminal')
  return await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const { index } = options
    const sought = { named: parseName(name), stack: stackOf(context, options.stack), index }
    const ref = await locateApplied(context, installation, { ...sought, verb: 'exec' })
    const restore = typed ? typeRaw() : undefined
    const asked = { ref, command, ...requestOf(options, context), signal }
    return await installation
      .exec(asked)
      .finally(restore)
      .catch((error: unknown) => leftThere(asked, context, error))
  })
}

/** Tells an interrupted user that the command still runs, as engines don't end an exec when its client leaves. */
function leftThere({ ref, command }: Pick<ExecRequest, 'ref' | 'command'>, context: Context, error: unknown): number {
  if (!context.signal.aborted) throw error
  const { kind, name, namespace = '' } = ref
  sayOutcome(context.terminal, {
    type: 'outcome',
    exit: exits.interrupted,
    message: `interrupted: \`${command[0]}\` goes on in its container, as with docker exec`,
    remedy: `end it there: \`reconcile exec -it ${kind.toLowerCase()}/${name} -n ${namespace} -- sh\`; with -it, Ctrl-C reaches a command itself`,
  })
  return exits.interrupted
}

function requestOf(options: ExecOptions, { env, terminal }: Context): Omit<ExecRequest, 'ref' | 'command' | 'signal'> {
  return {
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(options.workdir === undefined ? {} : { workingDir: options.workdir }),
    ...(options.env === undefined ? {} : { env: options.env.flatMap((each) => givenVariable(each, env)) }),
    ...(options.stdin || options.tty === false ? { stdin: terminal.stdin() } : {}),
    ...(options.tty ? { terminal } : {}),
    onOutput: outputOn(terminal),
  }
}
