import { isAbsolute, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { exits, InstallationError, isInstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { DEPENDENCIES_UNMET, type OneOff, type PullPolicy, type RunRequest } from '../../api/v1/installation/one-off.ts'
import { shellWords } from '../../compose/units/shell-words.ts'
import { present } from '../../engine/container/present.ts'
import { locate, parseServiceName } from '../arguments/references.ts'
import { stackOf } from '../arguments/stack-here.ts'
import { orUnapplied } from '../arguments/unapplied-service.ts'
import { givenVariable } from '../arguments/variables.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { isServerGone } from '../server-gone.ts'
import { outputOn } from '../terminal.ts'
import { typeRaw } from '../type-raw.ts'
import { usageError } from '../usage.ts'

export interface RunOptions {
  readonly stack?: string
  readonly detach?: boolean
  readonly rm?: boolean
  readonly env?: readonly string[]
  readonly volume?: readonly string[]
  readonly publish?: readonly string[]
  readonly label?: readonly string[]
  readonly servicePorts?: boolean
  readonly useAliases?: boolean
  readonly user?: string
  readonly workdir?: string
  readonly entrypoint?: string
  readonly name?: string
  /** False for `--no-deps`. */
  readonly deps?: boolean
  readonly tty?: boolean
  readonly pull?: PullPolicy
}

/** Runs a command in a one-off container with a service's template. The exit code is the command's. */
export async function run(
  context: Context,
  ...[service, command, options]: [service: string, command: readonly string[], options: RunOptions]
): Promise<number> {
  const { terminal, signal } = context
  const stdin = options.detach !== true
  // As docker compose: allocate a terminal if both ends are one, unless -T is given.
  const tty = options.tty ?? (stdin && terminal.keyboard && terminal.live)
  if (tty && stdin && !terminal.keyboard)
    throw usageError('run -t: the input device is not a TTY', 'leave -t away, or run this in a terminal')
  const asked = requestOf(context, options)
  const sized = tty && stdin ? { terminalSize: terminal.size() } : {}
  const stack = stackOf(context, options.stack)
  const make = async (installation: Installation) => {
    const ref = await serviceOf(context, installation, { service, command, stack })
    const oneOff = await made(context, installation, { ...asked, ...sized, ref, command, tty, stdin, signal })
    if (!signal.aborted) return oneOff
    if (options.rm) await removed(context, installation, oneOff)
    throw signal.reason
  }
  const start = async (installation: Installation, oneOff: OneOff) => {
    if (!options.detach) return await spokenWith(context, installation, { oneOff, tty })
    await installation.startOneOff({ oneOff, detach: true, onOutput: () => {}, signal })
    terminal.print(oneOff.name)
    return exits.converged
  }
  const ended = await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const oneOff = await unlessUnmet(make(installation), installation.served)
    return oneOff && (await start(installation, oneOff))
  })
  if (ended !== undefined) return ended
  // Starting dependencies needs the lock of the state, which is released while the command runs.
  const oneOff = await withInstallation(context, { purpose: 'act' }, make)
  return await withInstallation(context, { purpose: 'read' }, (installation) => start(installation, oneOff))
}

interface Sought {
  readonly service: string
  readonly command: readonly string[]
  readonly stack: string | undefined
}

const isStackOption = (word: string | undefined) => /^(-n|--stack)(=|$)/.test(word ?? '')

/** As with docker compose, all words after the service belong to the command. */
function misplaced(service: string, { message }: InstallationError): InstallationError {
  return usageError(
    `${message}; what stands behind ${service} is the command, -n too`,
    `put the options of run before the service: \`reconcile run -n STACK ${service}\``,
  )
}

/** Finds the service. If it does not exist but the project here declares it, the error says to apply it. */
async function serviceOf(
  context: Context,
  installation: Installation,
  { service, command, stack }: Sought,
): Promise<ObjectRef> {
  const named = parseServiceName(service)
  return await locate(installation, named, { stack }).catch(async (error: unknown) => {
    if (isStackOption(command[0]) && isInstallationError(error)) throw misplaced(service, error)
    throw await orUnapplied(context, installation, { named, stack, verb: 'run', error })
  })
}

/** Undefined where dependencies do not run and no serve starts them: this process has to. */
async function unlessUnmet(making: Promise<OneOff>, served: boolean): Promise<OneOff | undefined> {
  try {
    return await making
  } catch (error) {
    if (!served && isInstallationError(error) && error.reason === DEPENDENCIES_UNMET) return undefined
    throw error
  }
}

async function made({ terminal }: Context, installation: Installation, request: RunRequest): Promise<OneOff> {
  for await (const event of installation.makeOneOff(request)) {
    if (event.type === 'made') return event.oneOff
    terminal.complain(event.message)
  }
  throw new InstallationError(exits.failed, 'the server ended before the container was made', {
    remedy: 'look whether `reconcile serve` still runs, and run this again',
  })
}

/** The time limit for removing the container of an interrupted command, ms. */
const REMOVAL_MS = 10_000

/** Removes the container explicitly, as the engine's auto-remove applies only to containers that were started. */
async function removed({ terminal }: Context, installation: Installation, oneOff: OneOff): Promise<void> {
  try {
    await installation.endOneOff({ oneOff, signal: AbortSignal.timeout(REMOVAL_MS) })
  } catch {
    terminal.complain(
      `${oneOff.name} was made and not started, and is still there: reconcile rm ${oneOff.name} -n ${oneOff.stack}`,
    )
  }
}

interface Speaking {
  readonly oneOff: OneOff
  readonly tty: boolean
}

/** How long a command goes on after an interrupt before we say what else can be done, ms. */
const PATIENCE_MS = 1_000

/**
 * Attaches to the container until it ends. An interrupt is sent on to the command, which decides how to end; if sending fails, detaches.
 */
async function spokenWith(context: Context, installation: Installation, { oneOff, tty }: Speaking): Promise<number> {
  const { terminal, signal } = context
  const left = new AbortController()
  const end = () => {
    const signalName = /SIG\w+/.exec(String(signal.reason))?.[0] ?? 'SIGTERM'
    installation.endOneOff({ oneOff, signalName, signal: left.signal }).catch((error: unknown) => left.abort(error))
    const goesOn = () => terminal.complain(`${oneOff.name} goes on after ${signalName}; ${howToEnd(oneOff)}`)
    setTimeout(PATIENCE_MS, undefined, { signal: left.signal }).then(goesOn, () => undefined)
  }
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  const restore = tty ? typeRaw() : undefined
  try {
    return await installation.startOneOff({
      oneOff,
      stdin: terminal.stdin(),
      ...(tty ? { terminal } : {}),
      onOutput: outputOn(terminal),
      signal: left.signal,
    })
  } catch (error) {
    throw isServerGone(error) ? leftAlone(oneOff, error) : error
  } finally {
    restore?.()
    signal.removeEventListener('abort', end)
    left.abort()
  }
}

function howToEnd({ name, stack }: OneOff): string {
  return `a second one leaves it running, and reconcile stop ${name} -n ${stack} ends it`
}

/** The error where the serve ends over which we spoke with a container. */
function leftAlone({ name, stack }: OneOff, cause: InstallationError): InstallationError {
  const of = `${name} -n ${stack}`
  return new InstallationError(exits.failed, `${cause.message}; the container ${name} may go on without us`, {
    remedy: `\`reconcile logs -f ${of}\` shows what it writes, \`reconcile stop ${of}\` ends it`,
    cause,
  })
}

type Asked = Omit<RunRequest, 'ref' | 'command' | 'tty' | 'terminalSize' | 'stdin' | 'signal'>

/** Converts the options to a request, resolving variables and paths of this machine. */
function requestOf(context: Context, options: RunOptions): Asked {
  const { env = [], label = [], volume = [], publish = [], entrypoint, user, workdir, name, pull } = options
  const entry = entrypoint === undefined ? undefined : shellWords(entrypoint)
  if (entrypoint !== undefined && !entry) throw usageError('--entrypoint: a quote is not closed', 'close it')
  return present({
    env: env.flatMap((each) => givenVariable(each, context.env)),
    labels: label,
    volumes: volume.map((each) => absolute(each, context)),
    publish,
    entrypoint: entry?.words,
    ...{ user, workingDir: workdir, name, pull },
    servicePorts: options.servicePorts,
    useAliases: options.useAliases,
    remove: options.rm,
    noDeps: options.deps === false ? true : undefined,
  }) as Asked
}

/** Makes the source of a mount absolute. Throws if it is relative and the server may be on another machine. */
function absolute(volume: string, { cwd, env, server }: Context): string {
  const [source = '', ...rest] = volume.split(':')
  if (rest.length === 0 || !/^[.~]/.test(source)) return volume
  if (server)
    throw usageError(
      `--volume ${volume}: ${source} is of this machine, and the server is ${server}`,
      'name the path from the root of the machine of the engine',
    )
  const path = source.startsWith('~') ? `${env['HOME'] ?? '~'}${source.slice(1)}` : source
  return [isAbsolute(path) ? path : resolve(cwd, path), ...rest].join(':')
}
