import type { Core } from '../open/core.ts'
import { dropOnceKept } from '../open/left-contents.ts'
import { takeAway } from './take-away.ts'
import { type BegunOuttake, begunOuttakes, dropOuttake, isWritten } from '../watched/begun-outtakes.ts'
import { acceptFile } from '../watched/file.ts'

/**
 * Completes deletions by name whose file was written when the process died. They were requested, so they need no approval as a loss (S3,
 * S6). Drops those whose file was not written, or has changed since.
 */
export async function finishOuttakes(core: Core, log: (line: string) => void = () => {}): Promise<void> {
  for (const begun of begunOuttakes(core.store)) {
    if (isWritten(core.store, begun)) await finish(core, begun, log)
    dropOuttake(core.store, begun.file)
    await core.store.durable()
  }
}

async function finish(core: Core, begun: BegunOuttake, log: (line: string) => void): Promise<void> {
  const { file, ids, left, volumes } = begun
  if (left !== null) await acceptFile(core, begun)
  for (const id of ids) {
    const { change } = takeAway(core, id, { volumes, from: [], isNamed: true })
    log(`${id} ${change}: it was taken out of ${file} by name, and the process ended before it went`)
  }
  await dropOnceKept(core, ids)
}
