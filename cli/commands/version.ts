import type { Context } from '../context.ts'
import { running } from '../remote/running.ts'
import { VERSION_TEXT } from '../../api/v1/version-text.ts'

/** Prints the version, and that of a running `serve`. */
export async function version(context: Context): Promise<number> {
  const { terminal } = context
  terminal.print(`reconcile ${VERSION_TEXT} (node ${process.version})`)
  const served = await running(context)
  if (!served) return 0
  const { version, pid, installation, home } = await served.version()
  const where = context.server ? `${home}, at ${context.server}` : home
  terminal.print(`serve     ${version} (pid ${pid}, installation ${installation}, ${where})`)
  return 0
}
