import { createReadStream, existsSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { realClock } from '../../clock/real.ts'
import { realRandom } from '../../clock/random.ts'
import { isEmptyHome, putHome } from '../../store/backup/put-home.ts'
import { type Backup, readBackup } from '../../store/backup/tar.ts'
import { lockWait, type WaitOptions } from '../arguments/lock-wait.ts'
import type { Context } from '../context.ts'
import { isRepository, otherHomeOf } from '../git/hooks-home.ts'
import { waitingWords } from '../local/open/await-serve.ts'
import { stateDirectory } from '../local/open/core.ts'
import { lockState, readState } from '../local/open/open-state.ts'
import { rootsOf } from '../local/watched/roots.ts'
import { usageError } from '../usage.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

export interface RestoreOptions extends WaitOptions {
  /** Whether to move an existing installation aside. */
  readonly force?: boolean
}

/** Restores RECONCILE_HOME from a backup, atomically; touches no host. */
export async function restore(context: Context, path: string, options: RestoreOptions): Promise<number> {
  const home = existsSync(context.home) ? realpathSync(context.home) : context.home
  const isEmpty = await isEmptyHome(home)
  if (!isEmpty && !options.force)
    throw new InstallationError(exits.failed, `${home} is not empty`, {
      remedy: 'set RECONCILE_HOME to another directory, or say --force: what is there is moved beside, and not deleted',
    })
  const backup = await readBackup(openInput(context, path))
  const aside = isEmpty ? undefined : `${home}.before-${timestamp(context.now()).replace(/[-:]/g, '')}`
  const release = await lock(context, home, options)
  try {
    await putHome(backup, { home, aside })
  } finally {
    await release()
  }
  say(context, { backup, home, aside })
  await sayHooks(context, home)
  return exits.converged
}

async function* openInput({ cwd, terminal }: Context, path: string): AsyncGenerator<Uint8Array> {
  if (path === '-') return yield* terminal.stdin()
  try {
    for await (const chunk of createReadStream(resolve(cwd, path))) yield chunk as Uint8Array
  } catch (error) {
    const why = errorText(error)
    throw usageError(`reading ${path}: ${why}`, 'name a file that `reconcile backup` wrote')
  }
}

/** Locks the existing state, so that nobody works on it while it is moved away. */
async function lock(context: Context, home: string, options: RestoreOptions): Promise<() => Promise<void>> {
  if (!existsSync(stateDirectory(home))) return async () => undefined
  const waitMs = lockWait(options)
  const { release } = await lockState({
    ...{ home, clock: realClock, command: 'reconcile restore', waitMs, signal: context.signal },
    onWait: (holder) => context.terminal.complain(waitingWords({ holder, home, waitMs })),
  })
  return release
}

interface Restored {
  readonly backup: Backup
  readonly home: string
  readonly aside: string | undefined
}

function say({ terminal }: Context, { backup, home, aside }: Restored): void {
  const { installation, createdAt, version } = backup.manifest
  terminal.print(`${home} is the installation ${installation} as of ${createdAt}, backed up by reconcile ${version}`)
  if (aside !== undefined) terminal.print(`what was there is in ${aside}`)
  terminal.print('no host was touched: end a serve that still runs where it was made, then look with `reconcile plan`')
}

/** Names the repositories of `init --git` here whose hooks still name the home of the backup: pushes to them do not reach this one. */
async function sayHooks({ terminal }: Context, home: string): Promise<void> {
  const { store } = await readState({ home, clock: realClock, random: realRandom })
  for (const root of rootsOf(store, []))
    if (isRepository(root) && otherHomeOf(root, home) !== undefined)
      terminal.print(`next: reconcile init --git ${root}, with this RECONCILE_HOME: its hooks name the home of before`)
}
