import { existsSync } from 'node:fs'
import { isServed } from '../../api/client/listening.ts'
import { realClock } from '../../clock/real.ts'
import { realRandom } from '../../clock/random.ts'
import { type Context, socketOf } from '../context.ts'
import { readState } from '../local/open/open-state.ts'
import { rootsOf } from '../local/watched/roots.ts'
import { plainText } from '../output/plain-text.ts'
import { shellWord } from '../../api/v1/language/shell-word.ts'
import { placeOf } from './hooks-home.ts'
import type { PushConflict } from './merge-push.ts'
import type { Repository } from './repository.ts'
import { servedBy } from './served-by.ts'

/**
 * Checks that the installation named in the hooks should handle the push. After a move or a restore it may be elsewhere, and a second one
 * in its old place would work beside it. Changes nothing.
 */
export async function checkHome(
  { home, terminal }: Pick<Context, 'home' | 'terminal'>,
  repository: Pick<Repository, 'workTree' | 'gitDirectory'>,
): Promise<readonly PushConflict[]> {
  const { workTree } = repository
  const remedy = `on that host, with RECONCILE_HOME as its serve has it: reconcile init --git ${workTree}, which writes the hooks anew; then push again`
  if (!existsSync(home))
    return [{ path: home, message: 'is not there: it is the RECONCILE_HOME that the hooks name', remedy }]
  if (!(await watches(home, workTree))) {
    const message = `is not watched by the installation in ${home}, the RECONCILE_HOME that the hooks name`
    return [{ path: workTree, message, remedy }]
  }
  const other = await otherAtWork(home, repository)
  if (other === undefined) return []
  const hooks = `the hooks name the RECONCILE_HOME ${home}`
  const ways = waysOut(workTree, { home, other })
  if ((await isServed(socketOf(other))) || !(await isServed(socketOf(home))))
    return [
      { path: workTree, message: `${other} works on it, and ${hooks}: both would carry the push out`, remedy: ways },
    ]
  terminal.complain(
    plainText(`warning: ${workTree}: ${other} has worked on it since, and ${hooks}, whose serve runs`),
    plainText(`  next: ${ways}`),
  )
  return []
}

/** Another home whose serve began to watch the directory later and still watches it. */
async function otherAtWork(
  home: string,
  { workTree, gitDirectory }: Pick<Repository, 'workTree' | 'gitDirectory'>,
): Promise<string | undefined> {
  const other = servedBy(gitDirectory)
  if (other === undefined || placeOf(other) === placeOf(home) || !existsSync(other)) return undefined
  // If its state can't be read, assume that it still watches.
  return (await watches(other, workTree).catch(() => true)) ? other : undefined
}

async function watches(home: string, workTree: string): Promise<boolean> {
  const { store } = await readState({ home, clock: realClock, random: realRandom })
  return rootsOf(store, []).includes(workTree)
}

function waysOut(workTree: string, { home, other }: { readonly home: string; readonly other: string }): string {
  const init = (each: string) => `RECONCILE_HOME=${shellWord(each)} reconcile init --git ${shellWord(workTree)}`
  return `on that host, give the pushes to one of them: ${init(other)}; or end the serve of ${other}, and ${init(home)}; then push again`
}
