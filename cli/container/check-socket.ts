import { accessSync, constants, statSync } from 'node:fs'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'

/** Throws, in a container, if an engine's socket was not mounted or this user may not use it. */
export function refuseNoSocket(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw refusal(`the engine's socket ${path} is not in this container`, mountIt(path))
  if (!found.isSocket())
    throw refusal(
      `${path} is no socket: what was mounted there is none on the host, and Docker made a directory of it`,
      `remove that directory on the host, and ${mountIt(path)}`,
    )
  if (mayUse(path)) return
  const who = `user ${process.getuid?.()}, groups ${process.getgroups?.().join(', ')}`
  const remedy =
    found.gid === 0
      ? `it is root's alone: write \`user: "0"\` for this container`
      : `write \`group_add: ["${found.gid}"]\` for this container (docker run: --group-add ${found.gid})`
  throw refusal(`this container may not use the engine's socket ${path} (it is ${who})`, remedy)
}

function mountIt(path: string): string {
  return `write \`- /var/run/docker.sock:${path}\` under \`volumes:\` of this container`
}

function mayUse(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}

function refusal(message: string, remedy: string): InstallationError {
  return new InstallationError(exits.unreachable, message, { remedy })
}
