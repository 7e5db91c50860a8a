import { locate, parseName } from '../arguments/references.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'

export interface ExecOptions {
  readonly stack?: string
  readonly user?: string
  readonly workdir?: string
  readonly env?: readonly string[]
  readonly stdin?: boolean
}

/** Runs a command in a task (of a service: in its first running one); the exit code is the command's. */
export async function exec(context: Context, words: readonly string[], options: ExecOptions): Promise<number> {
  const [name = '', ...rest] = words
  const command = rest[0] === '--' ? rest.slice(1) : rest
  if (command.length === 0) throw usageError('exec runs what?', 'name the command, as `reconcile exec web -- ls /`')
  const { terminal, signal } = context
  return await withInstallation(context, { purpose: 'read' }, async (installation) =>
    installation.exec({
      ref: await locate(installation, parseName(name), options.stack),
      command,
      ...(options.user === undefined ? {} : { user: options.user }),
      ...(options.workdir === undefined ? {} : { workingDir: options.workdir }),
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.stdin ? { stdin: terminal.stdin() } : {}),
      onOutput: (stream, bytes) => (stream === 'stdout' ? terminal.write(bytes) : terminal.writeError(bytes)),
      signal,
    }),
  )
}
