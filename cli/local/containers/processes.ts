import { exitOf, exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { Attachable, Installation } from '../../../api/v1/installation/installation.ts'
import { describeRef, type ObjectRef } from '../../../api/v1/metadata.ts'
import type { KillRequest } from '../../../api/v1/installation/kill.ts'
import type { AttachRequest, ExecRequest } from '../../../api/v1/installation/requests.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Engine } from '../../../engine/engine.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import type { Run } from '../../../engine/run.ts'
import { resourceIdOfRef } from '../../../store/source/reading/reading.ts'
import { engineRemedy } from '../../engine-remedy.ts'
import { refusal } from '../objects/write-error.ts'
import type { Core } from '../open/core.ts'
import { kill } from './kill.ts'
import { runningOneOff } from '../one-off/named.ts'
import { lookedAtAll } from '../waiting/looked.ts'
import { engineOf, type Looking, runningContainer } from './running-containers.ts'
import { untilLeft } from './until-left.ts'

/** The verbs that run commands in containers, attach to them and signal them. */
export function processes(core: Core, looked: () => Promise<Loops>): Pick<Installation, 'exec' | 'kill'> & Attachable {
  return {
    exec: async (request) => await exec({ core, loops: await looked() }, request),
    async *kill(request) {
      yield* kill(core, request.gracefully ? await working(core, request) : await looked(), request)
    },
    attach: async (request) => await attach({ core, loops: await looked() }, request),
  }
}

/** Starts the loops, which restart what a graceful kill ends. */
async function working(core: Core, { refs, signal }: KillRequest): Promise<Loops> {
  const loops = await core.begin([
    ...new Set(refs.map(({ kind, namespace = '', name }) => (kind === 'Stack' ? name : namespace))),
  ])
  await lookedAtAll(loops, signal)
  return loops
}

/** Runs a command in a task, or in a service's first running one. Returns its exit code. */
async function exec(looking: Looking, { ref, signal, stdin, ...rest }: ExecRequest): Promise<number> {
  const args = stdin ? { ...rest, stdin: rest.terminal ? untilLeft(stdin) : stdin } : rest
  const run = { signal, object: resourceIdOfRef(ref), reason: 'a person runs a command' }
  const { engine, container } = await runningIn(looking, ref, run)
  let mayRun = false
  try {
    const ended = await engine.exec({ id: container.Id, ...args, onStart: () => (mayRun = true) }, run)
    return ended.exitCode ?? 1
  } catch (error) {
    throw mayRun ? halfDone(error) : error
  }
}

/** Of a command that was sent to its engine: no answer says nothing about whether it runs. */
function halfDone(error: unknown): unknown {
  if (!isEngineError(error, 'Unreachable', 'Timeout', 'Internal')) return error
  const exit = exitOf(error)
  const look = 'the command may have run, or go on: look there before you run it again'
  const remedy = exit === exits.unreachable ? `${look}; ${engineRemedy(error, error.node)}` : look
  return new InstallationError(exit, error.message, { remedy, cause: error })
}

async function attach(looking: Looking, { ref, signal, ...args }: AttachRequest): Promise<void> {
  const run = { signal, object: resourceIdOfRef(ref), reason: 'a person attaches to it' }
  const { engine, container } = await runningIn(looking, ref, run)
  refuseUnlike(container, ref, args)
  await engine.attach({ id: container.Id, ...args }, run)
}

async function runningIn(
  { core, loops }: Looking,
  ref: ObjectRef,
  run: Run,
): Promise<{ readonly engine: Engine; readonly container: HostContainer }> {
  const oneOff = await runningOneOff(core, ref, run)
  if (oneOff) return oneOff
  const { node, container } = runningContainer(loops.inventory, ref)
  return { engine: await engineOf(core, node), container }
}

/** Throws if the container has no stdin or tty: the engine would silently discard the input. */
function refuseUnlike(
  { Config: { OpenStdin, Tty } }: HostContainer,
  ref: ObjectRef,
  { stdin, terminal }: Pick<AttachRequest, 'stdin' | 'terminal'>,
): void {
  const lacks = stdin && !OpenStdin ? 'stdin' : terminal && !Tty ? 'tty' : undefined
  if (lacks === undefined) return
  const words = { stdin: 'reads no input', tty: 'has no terminal' }[lacks]
  const remedy = `attach without ${lacks}, or set ${lacks}: true in the template of its service`
  throw refusal('BadRequest', `the process of ${describeRef(ref)} ${words}`, remedy)
}
