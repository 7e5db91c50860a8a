import type { V1Hook } from '../../../api/v1/generated/types.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { envLine } from '../../../engine/container/config.ts'
import type { Engine } from '../../../engine/engine.ts'
import { EngineError, type EngineErrorCode, isEngineError } from '../../../engine/errors.ts'
import { because, type Run } from '../../../engine/run.ts'
import { boundedExec, shortened } from '../../runtime/bounded-exec.ts'
import type { Ports } from '../../runtime/ports.ts'

/** The container that hooks run in. */
export interface Hooked {
  readonly id: string
  readonly engine: Engine
  readonly run: Run
  readonly ports: Pick<Ports, 'clock' | 'recorder'>
  /** Told the command that begins; undefined: none is at work any more. */
  readonly tell: (command: string | undefined) => void
}

/** Runs commands in a container, one after the other; the first that fails throws Invalid with its last output. */
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

const UNANSWERED: ReadonlySet<EngineErrorCode> = new Set(['Unreachable', 'Timeout', 'Cancelled'])
const ENDED: ReadonlySet<EngineErrorCode> = new Set(['NotFound', 'Conflict'])

/** Runs those before a stop. One that fails is told, and keeps no container alive; one that has ended meanwhile runs none. */
export async function runStopHooks(hooks: readonly V1Hook[] | undefined, hooked: Hooked): Promise<void> {
  try {
    await runHooks(hooks, hooked)
  } catch (error) {
    if (!isEngineError(error) || UNANSWERED.has(error.code)) throw error
    if (ENDED.has(error.code)) return
    const { object } = hooked.run
    hooked.ports.recorder.record({ object, type: 'Warning', reason: taskReasons.hookFailed, message: error.message })
  }
}

async function runHook(hook: V1Hook, { id, engine, run, ports: { clock } }: Hooked): Promise<void> {
  const { exitCode, words } = await boundedExec(
    engine,
    {
      id,
      command: hook.command,
      ...(hook.user !== undefined ? { user: hook.user } : {}),
      ...(hook.workingDir !== undefined ? { workingDir: hook.workingDir } : {}),
      ...(hook.privileged !== undefined ? { privileged: hook.privileged } : {}),
      ...(hook.env ? { env: hook.env.map(envLine) } : {}),
    },
    { run: because(run, `hook ${hook.command[0]}`), clock },
  )
  if (exitCode === 0) return
  throw new EngineError('Invalid', {
    node: engine.node,
    tried: `run the hook ${shortened(hook.command)}`,
    detail: `it exited with ${exitCode}${words === '' ? '' : `: ${words}`}`,
  })
}
