import { isServed } from '../../api/client/listening.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { lockWait } from '../arguments/lock-wait.ts'
import { type Context, socketOf } from '../context.ts'
import { contentKey } from '../../store/contents/disk.ts'
import { keyFiles } from '../local/open/core.ts'
import { installationOf, openStateFor } from '../local/open/open-core.ts'
import { refuseNested } from '../../store/source/nested-roots.ts'
import { historyIn, writeHistory } from '../../store/source/facts/root-facts.ts'
import { initBesideServe } from '../git/init-beside-serve.ts'
import { initRepository, repositoryDirectory } from '../git/init-repository.ts'
import { rootsOf } from '../local/watched/roots.ts'
import { usageError } from '../usage.ts'

export interface InitOptions {
  readonly installation?: string
  /** A directory to make a repository in that can be pushed to; it is watched, too. */
  readonly git?: string
}

/** Creates RECONCILE_HOME and names the installation. The name can be set only before there are any objects, as each carries it. */
export async function init(context: Context, { installation, git }: InitOptions): Promise<number> {
  if (installation !== undefined && !/^[a-z0-9][a-z0-9_.-]{0,62}$/.test(installation))
    throw usageError(
      `--installation ${installation}: not a name`,
      'use lower-case letters, digits, -, _ and ., at most 63',
    )
  const { home } = context
  if (git !== undefined && installation === undefined && (await isServed(socketOf(home)))) {
    context.terminal.print(...(await initBesideServe(context, git)))
    return exits.converged
  }
  const directory = git === undefined ? undefined : await repositoryDirectory(context, git)
  // No engine is contacted: everything made here is on this disk.
  const { store, close } = await openStateFor(context, { purpose: 'act', waitMs: lockWait({}) })
  try {
    const before = installationOf(store)
    await contentKey(keyFiles(home), true)
    if (installation !== undefined && installation !== before) {
      if (store.list('Service').size + store.list('Network').size + store.list('Volume').size > 0)
        throw new InstallationError(
          exits.failed,
          `${home} is the installation ${before} and has objects on hosts under that name`,
          { remedy: 'delete its stacks first, or set RECONCILE_HOME to another directory' },
        )
      store.putFact('meta', 'installation', installation)
      await store.durable()
    }
    if (directory !== undefined) {
      refuseNested(rootsOf(store, [directory]))
      writeHistory(store, directory, historyIn(store, directory))
      await store.durable()
    }
    context.terminal.print(`${home} is ready, as the installation ${installation ?? before}`)
    if (directory !== undefined)
      context.terminal.print(...(await initRepository(context, directory, 'run `reconcile serve`, which watches it')))
    return exits.converged
  } finally {
    await close()
  }
}
