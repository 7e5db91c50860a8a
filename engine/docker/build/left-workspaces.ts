import { once } from 'node:events'
import { lstat, readdir, readFile, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { isAlive } from '../../../api/v1/language/is-alive.ts'

/** The name of a build's directory; the id of its process follows. */
export const WORKSPACE = 'reconcile-build-'
/** A directory in memory, where the machine has one, so that secrets reach no disk (S9). */
const memory = '/dev/shm'

/**
 * A socket in the directory of a build under way. It works across PID namespaces, for example in a container that shares this directory.
 */
const ALIVE = 'alive'

/** Marks a directory as in use until the returned function is called. If the socket's path is too long, the process id has to do. */
export async function showAlive(root: string): Promise<() => void> {
  const server = createServer((socket) => socket.destroy()).unref()
  server.listen(join(root, ALIVE))
  await once(server, 'listening').catch(() => undefined)
  return () => server.close()
}

/** The parent directory of build directories. */
export async function workspaceParent(): Promise<string> {
  return await readdir(memory).then(
    () => memory,
    () => tmpdir(),
  )
}

/**
 * Removes the directories of builds whose process was killed, and kills what still runs of them: with their logins and secrets they would
 * go on, and might tag an image under a name that another has by then. The parent is world-writable, so directories of other users are left
 * alone.
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

/** Whether a build still listens on its socket; connecting to an abandoned one fails at once. */
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

/** Kills processes by their environment; where /proc does not show it, none is killed. */
async function endProcessesOf(roots: readonly string[]): Promise<void> {
  const marks = new Set(roots.map((root) => `DOCKER_CONFIG=${root}`))
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const end = async (id: string) => {
    const environment = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '')
    if (!environment.split('\0').some((variable) => marks.has(variable))) return
    try {
      process.kill(Number(id), 'SIGKILL')
    } catch {
      // It has already ended.
    }
  }
  await Promise.all(ids.map(end))
}
