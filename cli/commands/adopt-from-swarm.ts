import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { exits } from '../../api/v1/installation-error.ts'
import type { WaitOptions } from '../arguments/lock-wait.ts'
import { checkStack } from '../arguments/stack-name.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import type { StackFile } from '../local/swarm/stack-files.ts'
import { usageError } from '../usage.ts'

export interface FromSwarmOptions extends WaitOptions {
  /** The directory that the manifests are written to; absent: they are printed. */
  readonly out?: string
}

/** Says as manifests what a stack of a swarm is, and what a move of it would be. Changes nothing, neither there nor here. */
export async function fromSwarm(
  context: Context,
  stack: string,
  { out, ...options }: FromSwarmOptions,
): Promise<number> {
  checkStack(stack)
  const read = await withInstallation(context, { purpose: 'read', ...options }, (installation) =>
    installation.swarmStack({ stack, signal: context.signal }),
  )
  const { stackFiles } = await import('../local/parts.ts')
  const { files, services, notes, refusals } = stackFiles(read)
  const { terminal } = context
  terminal.complain(...notes.map((note) => `note: ${note}`), ...refusals.map((each) => `refused: ${each}`))
  if (refusals.length > 0) {
    terminal.complain(
      'next: change these services in the swarm as said, and run this again; or write the manifests by hand, and name them with -f',
    )
    return exits.failed
  }
  if (out === undefined)
    terminal.print(
      files
        .map(({ text }) => text)
        .join('---\n')
        .trimEnd(),
    )
  else terminal.print(...write(context, out, files))
  terminal.complain(
    `plan: declare all of stack ${stack}, stopped; then, one by one, end the swarm's and start ours, and wait until it is ready: ${services.join(', ')}; what fails is given back to the swarm`,
    `next: read them, and move what they say: reconcile adopt --from-swarm ${stack} -f ${out ?? 'DIRECTORY'}`,
  )
  return exits.converged
}

/** Never over what somebody edited. */
function write({ cwd }: Context, out: string, files: readonly StackFile[]): readonly string[] {
  const paths = files.map(({ name, text }) => ({ path: join(out, name), at: resolve(cwd, out, name), text }))
  const edited = paths.filter(({ at, text }) => existsSync(at) && readFileSync(at, 'utf8') !== text)
  if (edited.length > 0)
    throw usageError(
      `there is another ${edited.map(({ path }) => path).join(', ')}`,
      'name a directory of its own, or remove what is there',
    )
  mkdirSync(resolve(cwd, out), { recursive: true })
  for (const { at, text } of paths) writeFileSync(at, text)
  return paths.map(({ path }) => `${path} written`)
}
