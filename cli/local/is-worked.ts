import { realClock } from '../../clock/real.ts'
import { lockHolder } from '../../store/lock/lock.ts'
import { stateDirectory } from './open/core.ts'

/** Whether a serve, or a command that changes something, works with this RECONCILE_HOME now. */
export async function isWorked(home: string): Promise<boolean> {
  return (await lockHolder(stateDirectory(home), realClock)) !== undefined
}
