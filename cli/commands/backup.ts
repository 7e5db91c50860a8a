import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { realClock } from '../../clock/real.ts'
import { lockWait, type WaitOptions } from '../arguments/lock-wait.ts'
import type { Context } from '../context.ts'
import { takeBackup } from '../local/backup.ts'
import { installationOf, openStateFor } from '../local/open/open-core.ts'
import { outputFile, writeWhole } from '../output-file.ts'
import { isWorked } from '../local/open/open-state.ts'
import { running } from '../remote/running.ts'
import { usageError } from '../usage.ts'

/**
 * Writes the whole installation into a tar that only its owner can read. A running `serve` takes the backup; otherwise this process takes
 * it under the lock.
 */
export async function backup(context: Context, path: string, options: WaitOptions): Promise<number> {
  const { home, terminal, cwd, signal } = context
  if (path === '-' && terminal.live)
    throw usageError('a backup holds secrets and is no text for a terminal', 'name a file, or pipe it on')
  const file = path === '-' ? path : fileOf(cwd, path)
  const waitMs = lockWait(options)
  if (path === '-') terminal.needsReader?.()
  const served = await running(context)
  const chunks = served?.backup({ signal }) ?? takenHere(context, waitMs)
  if (path === '-')
    for await (const chunk of chunks) {
      terminal.write(chunk)
      await terminal.taken?.()
    }
  else {
    await writeWhole(file, chunks)
    terminal.print(`${path} is all of ${context.server || home}, its secrets too: keep it as you keep those`)
  }
  return exits.converged
}

/** Checks the path before the backup starts, as the final rename would fail too late. */
function fileOf(cwd: string, path: string): string {
  if (path === '')
    throw usageError('the name of the file is empty', 'name one, as reconcile.tar, or - for standard output')
  if (statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory())
    throw usageError(`${path} is a directory`, `name a file, as ${join(path, 'reconcile.tar')}`)
  return outputFile(cwd, path, 'name a regular file, or - for standard output')
}

async function* takenHere(context: Context, waitMs: number): AsyncGenerator<Uint8Array> {
  const { home } = context
  if (!existsSync(home))
    throw new InstallationError(exits.failed, `there is nothing to back up: ${home} is not there`, {
      remedy: 'set RECONCILE_HOME to that of the installation',
    })
  const { store, close } = await openStateFor(context, { purpose: await purposeAt(home), waitMs })
  try {
    yield* takeBackup({ home, installation: installationOf(store), store, clock: realClock })
  } finally {
    await close()
  }
}

/** To act under the lock, or only to read where the file system is read-only, as of a snapshot: no lock can be made there. */
async function purposeAt(home: string): Promise<'act' | 'read'> {
  if (!isReadOnly(home)) return 'act'
  if (!(await isWorked(home))) return 'read'
  throw new InstallationError(exits.failed, `another reconcile works on ${home}, which is read-only here`, {
    remedy: 'run this again once that one has ended, or where the directory can be written to',
  })
}

function isReadOnly(home: string): boolean {
  try {
    accessSync(home, constants.W_OK)
    return false
  } catch (error) {
    return errorCode(error) === 'EROFS'
  }
}
