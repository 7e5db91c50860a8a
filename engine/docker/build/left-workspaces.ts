import { readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../../../api/v1/language/is-alive.ts'

/** How the directory of a build is called, with the id of the process that runs it behind. */
export const WORKSPACE = 'reconcile-build-'
/** Memory, so that the bytes of secrets reach no disk (S9), where the machine has it as a directory. */
const memory = '/dev/shm'

/** Where the directories of builds are. */
export async function workspaceParent(): Promise<string> {
  return await readdir(memory).then(
    () => memory,
    () => tmpdir(),
  )
}

/**
 * Removes what builds of killed processes left, and ends what still runs of them: with the logins and secrets in there it would go on, and
 * give an image its name when another one may have that.
 */
export async function removeLeftWorkspaces(parent?: string): Promise<void> {
  const at = parent ?? (await workspaceParent())
  const names = (await readdir(at)).filter((name) => name.startsWith(WORKSPACE))
  const left = names
    .filter((name) => !isAlive(Number(name.slice(WORKSPACE.length).split('-')[0])))
    .map((name) => join(at, name))
  if (left.length === 0) return
  await endProcessesOf(left)
  await Promise.all(left.map((root) => rm(root, { recursive: true, force: true }).catch(() => undefined)))
}

/** Where the system tells no process by its environment, none is ended. */
async function endProcessesOf(roots: readonly string[]): Promise<void> {
  const marks = new Set(roots.map((root) => `DOCKER_CONFIG=${root}`))
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const end = async (id: string) => {
    const environment = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '')
    if (!environment.split('\0').some((variable) => marks.has(variable))) return
    try {
      process.kill(Number(id), 'SIGKILL')
    } catch {
      // It has ended meanwhile.
    }
  }
  await Promise.all(ids.map(end))
}
