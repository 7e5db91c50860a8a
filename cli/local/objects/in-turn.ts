import { createTurns } from '../../../controllers/locks/turns.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { isWatched, originOf } from '../watched/file.ts'

const turns = createTurns()

/** Does a write over the API of what a watched file declares after those before it: each begins with what the one before it wrote. */
export async function inTurn<T>(core: Core, id: ResourceId, write: () => Promise<T>): Promise<T> {
  return isWatched(core, id) ? await turns.take(originOf(core, id).file, write) : await write()
}
