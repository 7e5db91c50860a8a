import { isEngineError } from '../errors.ts'
import type { Run } from '../run.ts'
import type { InformerOptions } from './context.ts'
import type { Reader } from './reader.ts'
import { relistVolumes } from './relist.ts'
import { retryPause } from './retry-pause.ts'

/** Returns a function that lists volumes again with backoff until the list is complete: no plugin tells that it is back. */
export function createVolumesAgain(
  options: InformerOptions,
  reader: Reader,
  { run, fail }: { readonly run: Run; readonly fail: (error: unknown) => void },
): () => void {
  let isDue = false
  const later = (failures: number) => {
    if (isDue) return
    isDue = true
    options.clock.after(retryPause(failures, options.settings), () => void look(failures), 'periodic')
  }
  const look = async (failures: number) => {
    isDue = false
    if (run.signal.aborted) return
    try {
      if (await relistVolumes(options, reader, run)) later(failures + 1)
    } catch (error) {
      if (isEngineError(error) || run.signal.aborted) later(failures + 1)
      else fail(error)
    }
  }
  return () => later(0)
}
