import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { createTurns } from '../../../controllers/locks/turns.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import { originOf, type Reading } from './file.ts'

const turns = createTurns()

/**
 * Changes the watched files that declare these resources. Of the changes of one file in this process, each begins with what the one before
 * it wrote.
 */
export async function changingFiles<T>(
  core: Reading,
  ids: readonly ResourceId[],
  change: () => Promise<T>,
): Promise<T> {
  // In one order, so that no two wait for each other.
  const files = [...new Set(ids.map((id) => originOf(core, id).file))].sort()
  const begin = files.reduceRight((work, file) => () => turns.take(file, work), change)
  return await begin()
}

/** The same for a change that tells of itself: it is told of afterwards, as whoever listens slowly would hold up all others. */
export async function* tellingChanges(
  core: Reading,
  ids: readonly ResourceId[],
  change: () => AsyncIterable<ProgressEvent>,
): AsyncGenerator<ProgressEvent> {
  const told: ProgressEvent[] = []
  try {
    await changingFiles(core, ids, async () => {
      for await (const event of change()) told.push(event)
    })
  } finally {
    yield* told
  }
}
