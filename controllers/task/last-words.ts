import { isEngineError } from '../../engine/errors.ts'
import { because } from '../../engine/run.ts'
import { engineOf } from '../runtime/acting.ts'
import type { Acting } from './act.ts'
import { isRetiring } from './phase.ts'

/** Log lines that are kept of a container that failed. */
const LINES = 5
/** Characters kept of each. */
const WIDTH = 500

/** The last lines of a container that failed since the last look: read once per end, for describe and the rollout's message. */
export async function lastWords({ seen, ports, run }: Acting): Promise<readonly string[] | undefined> {
  const { task, containers } = seen.view
  const [container] = containers
  if (!container || container.exitCode === 0 || container.stoppedByHand || isRetiring(task)) return undefined
  if (
    task.status?.stoppedByUs ||
    container.finishedAt === undefined ||
    container.finishedAt === task.status?.finishedAt
  )
    return undefined
  const lines: string[] = []
  const onLine = ({ text }: { text: string }) => void lines.push(text.slice(0, WIDTH))
  try {
    await engineOf(task.spec.node ?? '', ports).logs(
      { id: container.id, tail: LINES, onLine },
      because(run, 'its last words'),
    )
  } catch (error) {
    if (isEngineError(error)) return undefined
    throw error
  }
  return lines.slice(-LINES)
}
