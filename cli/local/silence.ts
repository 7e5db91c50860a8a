import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { Run } from '../../engine/run.ts'

/**
 * Returns the error of a host that does not answer. Throws for one that answers, and fails at a single object or does not answer for it
 * (exit 5): what it has is then not known, and waiting for it is no remedy. Throws also what is no error of an engine.
 */
export async function silence(error: unknown, engine: Engine, run: Run): Promise<EngineError> {
  if (!(error instanceof EngineError) || run.signal.aborted) throw error
  if (error.code === 'Internal') throw unreadable(error)
  if (error.code === 'Timeout' && (await isAlive(engine, run))) throw unreadable(error)
  return error
}

/** Whether an engine answers what it answers at once if it is alive. */
function isAlive(engine: Engine, run: Run): Promise<boolean> {
  return engine.info({}, run).then(
    () => true,
    () => false,
  )
}

function unreadable(error: EngineError): InstallationError {
  return new InstallationError(
    exits.unreachable,
    `node ${error.node} does not tell all that it has: ${error.message}`,
    {
      remedy: `look at it there, with \`docker inspect\`, and where that does not answer either, restart the engine`,
      cause: error,
    },
  )
}
