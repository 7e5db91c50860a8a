import { keyOf } from '../../api/v1/names.ts'
import { isEngineError } from '../../engine/errors.ts'
import { because } from '../../engine/run.ts'
import { engineOf } from '../runtime/acting.ts'
import type { Acting } from './act.ts'

/** Log lines that are kept of a container that failed. */
const LINES = 5
/** Characters kept of each. */
const WIDTH = 500

/** Keeps the last lines that a container wrote before it failed: read once per end, shown by describe and in the rollout's message. */
export async function lastWords({ seen, ports, run }: Acting): Promise<void> {
  const { task, containers } = seen.view
  const [container] = containers
  if (!container || container.state !== 'exited' || container.exitCode === 0 || container.stoppedByHand) return
  if (task.status?.stoppedByUs || task.spec.desiredState === 'Removed' || task.metadata.deletionTimestamp) return
  const lines: string[] = []
  try {
    const onLine = ({ text }: { text: string }) => void lines.push(text.slice(0, WIDTH))
    await engineOf(task.spec.node ?? '', ports).logs(
      { id: container.id, tail: LINES, onLine },
      because(run, 'its last words'),
    )
  } catch (error) {
    if (!isEngineError(error, 'NotFound', 'Invalid', 'Internal', 'Unsupported')) throw error
    return
  }
  ports.store.update('Task', keyOf(task), (draft) => {
    draft.status = { ...draft.status, lastLogLines: lines.slice(-LINES) }
  })
}
