import { existsSync } from 'node:fs'
import { realClock } from '../../clock/real.ts'
import { realRandom } from '../../clock/random.ts'
import type { Context } from '../context.ts'
import { readState } from '../local/open/open-state.ts'
import { rootsOf } from '../local/watched/roots.ts'
import type { PushConflict } from './merge-push.ts'
import type { Repository } from './repository.ts'

/**
 * Why the installation that the hooks name is not the one to carry a push out: after a move or a restore it is somewhere else, and a
 * second one in its old place would work beside it. Makes and changes nothing.
 */
export async function checkHome(
  { home }: Pick<Context, 'home'>,
  { workTree }: Pick<Repository, 'workTree'>,
): Promise<readonly PushConflict[]> {
  const remedy = `on that host, with RECONCILE_HOME as its serve has it: reconcile init --git ${workTree}, which writes the hooks anew; then push again`
  if (!existsSync(home))
    return [{ path: home, message: 'is not there: it is the RECONCILE_HOME that the hooks name', remedy }]
  const { store } = await readState({ home, clock: realClock, random: realRandom })
  if (rootsOf(store, []).includes(workTree)) return []
  const message = `is not watched by the installation in ${home}, the RECONCILE_HOME that the hooks name`
  return [{ path: workTree, message, remedy }]
}
