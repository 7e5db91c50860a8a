import { once } from 'node:events'
import { lstat, readdir, readFile, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { isAlive } from '../../../api/v1/language/is-alive.ts'

/** How the directory of a build is called, with the id of the process that runs it behind. */
export const WORKSPACE = 'reconcile-build-'
/** Memory, so that the bytes of secrets reach no disk (S9), where the machine has it as a directory. */
const memory = '/dev/shm'

/** A socket in the directory of a build that goes on: elsewhere, as in a container that has the memory of this machine, ids of processes are others. */
const ALIVE = 'alive'

/** Shows that the build of a directory goes on, until that is called which it answers. Where a path is too long for it, the id has to do. */
export async function showAlive(root: string): Promise<() => void> {
  const server = createServer((socket) => socket.destroy()).unref()
  server.listen(join(root, ALIVE))
  await once(server, 'listening').catch(() => undefined)
  return () => server.close()
}

/** Where the directories of builds are. */
export async function workspaceParent(): Promise<string> {
  return await readdir(memory).then(
    () => memory,
    () => tmpdir(),
  )
}

/**
 * Removes what builds of killed processes left, and ends what still runs of them: with the logins and secrets in there it would go on, and
 * give an image its name when another one may have that. Everybody may write where they are: of another user's, nothing is touched.
 */
export async function removeLeftWorkspaces(parent?: string): Promise<void> {
  const at = parent ?? (await workspaceParent())
  const roots = (await readdir(at)).filter((name) => name.startsWith(WORKSPACE)).map((name) => join(at, name))
  const left: string[] = []
  for (const root of roots) if (await isLeft(root)) left.push(root)
  if (left.length === 0) return
  await endProcessesOf(left)
  await Promise.all(left.map((root) => rm(root, { recursive: true, force: true }).catch(() => undefined)))
}

async function isLeft(root: string): Promise<boolean> {
  const [pid] = basename(root).slice(WORKSPACE.length).split('-')
  if (isAlive(Number(pid)) || (await isShown(root))) return false
  return (await lstat(root).catch(() => undefined))?.uid === process.getuid?.()
}

/** Of a socket that nobody holds open, the system says so at once. */
async function isShown(root: string): Promise<boolean> {
  const socket = connect(join(root, ALIVE))
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
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
