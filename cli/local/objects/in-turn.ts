import type { ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { changingFiles } from '../watched/changing-files.ts'
import { isWatched } from '../watched/file.ts'

/** Does a write over the API of what a watched file declares after those before it: each begins with what the one before it wrote. */
export async function inTurn<T>(core: Core, id: ResourceId, write: () => Promise<T>): Promise<T> {
  return await changingFiles(core, isWatched(core, id) ? [id] : [], write)
}
