import { existsSync } from 'node:fs'
import { isServed, remoteInstallation } from '../../api/client/remote.ts'
import { type Context, socketOf } from '../context.ts'
import { VERSION_TEXT } from '../../api/v1/version-text.ts'

/** Prints the version, and that of a running `serve`. */
export async function version({ terminal, home }: Context): Promise<number> {
  terminal.print(`reconcile ${VERSION_TEXT} (node ${process.version})`)
  const socket = socketOf(home)
  if (!existsSync(socket) || !(await isServed(socket))) return 0
  const { version, pid, installation } = await remoteInstallation(socket).version()
  terminal.print(`serve     ${version} (pid ${pid}, installation ${installation}, ${home})`)
  return 0
}
