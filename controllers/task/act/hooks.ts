import type { V1Hook } from '../../../api/v1/generated/types.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { envLine } from '../../../engine/container/config.ts'
import type { Engine } from '../../../engine/engine.ts'
import { EngineError, isAnswer } from '../../../engine/errors.ts'
import { because, type Run } from '../../../engine/run.ts'
import { boundedExec, shortened } from '../../runtime/bounded-exec.ts'
import type { Ports } from '../../runtime/ports.ts'

/** The container that hooks run in. */
export interface Hooked {
  readonly when: 'post-start' | 'pre-stop'
  readonly id: string
  readonly engine: Engine
  readonly run: Run
  readonly ports: Pick<Ports, 'clock' | 'recorder'>
  /** Called with the command of each hook as it begins, and with undefined after the last. */
  readonly tell: (command: string | undefined) => void
}

/** Runs hooks in a container, one after the other. Throws at the first that fails, with its name and last output. */
export async function runHooks(hooks: readonly V1Hook[] | undefined, hooked: Hooked): Promise<void> {
  if (!hooks?.length) return
  try {
    for (const hook of hooks) {
      hooked.tell(shortened(hook.command))
      await runHook(hook, hooked)
    }
  } finally {
    hooked.tell(undefined)
  }
}

/**
 * Runs the pre-stop hooks. A failed one is recorded as an event and does not prevent the stop. A container that has ended meanwhile runs
 * none.
 */
export async function runStopHooks(hooks: readonly V1Hook[] | undefined, hooked: Hooked): Promise<void> {
  try {
    await runHooks(hooks, hooked)
  } catch (error) {
    if (!isAnswer(error)) throw error
    if (error.code === 'NotFound' || error.code === 'Conflict') return
    const { object } = hooked.run
    const message = `${error.detail}; its container is stopped all the same`
    hooked.ports.recorder.record({ object, type: 'Warning', reason: taskReasons.stopHookFailed, message })
  }
}

async function runHook(hook: V1Hook, hooked: Hooked): Promise<void> {
  const { id, engine, run, when, ports } = hooked
  const args = {
    id,
    command: hook.command,
    ...(hook.user !== undefined ? { user: hook.user } : {}),
    ...(hook.workingDir !== undefined ? { workingDir: hook.workingDir } : {}),
    ...(hook.privileged !== undefined ? { privileged: hook.privileged } : {}),
    ...(hook.env ? { env: hook.env.map(envLine) } : {}),
  }
  const calls = { run: because(run, `${when} hook ${hook.command[0]}`), clock: ports.clock }
  const { exitCode, words } = await boundedExec(engine, args, calls).catch((error: unknown) => {
    if (!isAnswer(error)) throw error
    throw failed(hook, hooked, { error, words: `failed: ${error.detail}` })
  })
  if (exitCode === 0) return
  throw failed(hook, hooked, { words: `exited with ${exitCode}${words === '' ? '' : `: ${words}`}` })
}

/** The error of a failed hook. Its detail names the hook, as conditions quote only the detail. */
function failed(
  { command }: V1Hook,
  { engine: { node }, when }: Hooked,
  { error: cause, words }: { readonly error?: EngineError; readonly words: string },
): EngineError {
  const tried = when === 'post-start' ? 'start its container' : 'stop its container'
  const detail = `its ${when} hook \`${shortened(command)}\` ${words}`
  return new EngineError(cause?.code ?? 'Invalid', { node, tried, detail, ...(cause ? { cause } : {}) })
}
