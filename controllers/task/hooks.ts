import type { V1Hook } from '../../api/v1/generated/types.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { because, type Run } from '../../engine/run.ts'

/** Output of a failed hook that its error quotes, in bytes. */
const QUOTED = 500

/** Runs commands in a container, one after the other; the first that fails throws Invalid with its last output. */
export async function runHooks(
  id: string,
  hooks: readonly V1Hook[] | undefined,
  { engine, run }: { engine: Engine; run: Run },
): Promise<void> {
  for (const hook of hooks ?? []) await runHook(id, hook, { engine, run: because(run, `hook ${hook.command[0]}`) })
}

async function runHook(id: string, hook: V1Hook, { engine, run }: { engine: Engine; run: Run }): Promise<void> {
  let output = ''
  const { exitCode } = await engine.exec(
    {
      id,
      command: hook.command,
      onOutput: (_, bytes) => {
        output = (output + Buffer.from(bytes).toString()).slice(-QUOTED)
      },
      ...(hook.user !== undefined ? { user: hook.user } : {}),
      ...(hook.workingDir !== undefined ? { workingDir: hook.workingDir } : {}),
      ...(hook.privileged !== undefined ? { privileged: hook.privileged } : {}),
      ...(hook.env ? { env: hook.env.map(({ name, value }) => `${name}=${value ?? ''}`) } : {}),
    },
    run,
  )
  if (exitCode === 0) return
  throw new EngineError('Invalid', {
    node: engine.node,
    tried: `run the hook ${hook.command.join(' ')}`,
    detail: `it exited with ${exitCode}: ${output.trim()}`,
  })
}
