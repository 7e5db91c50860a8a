import { lockWait } from '../arguments/lock-wait.ts'
import type { Context } from '../context.ts'
import { openStateFor } from '../local/open/open-core.ts'
import { rootsOf } from '../local/watched/roots.ts'
import { refuseNested } from '../../store/source/nested-roots.ts'
import { initRepository, repositoryDirectory } from './init-repository.ts'

/** Creates a repository while a `serve` holds the state. The state is only read, so the serve has to be told to watch the directory. */
export async function initBesideServe(context: Context, path: string): Promise<readonly string[]> {
  const directory = await repositoryDirectory(context, path)
  const { store, close } = await openStateFor(context, { purpose: 'read', waitMs: lockWait({}) })
  try {
    const roots = rootsOf(store, [])
    refuseNested([...roots, directory])
    const next = roots.includes(directory)
      ? 'the serve that runs watches it'
      : `a serve runs, and does not watch it yet: end it, and start it with --watch ${directory}`
    return await initRepository(context, directory, next)
  } finally {
    await close()
  }
}
