import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { exits } from '../../api/v1/installation/installation-error.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { redactObject } from '../../api/v1/redact/object.ts'
import type { WaitOptions } from '../arguments/lock-wait.ts'
import { checkStack } from '../arguments/stack-name.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import type { StackFile } from '../local/swarm/stack-files.ts'
import { outputFile } from '../output-file.ts'
import { shownValues } from '../output/shown-values.ts'
import { yamlText } from '../output/yaml-text.ts'
import { usageError } from '../usage.ts'

export interface FromSwarmOptions extends WaitOptions {
  /** The directory to write the manifests to; absent: they are printed. */
  readonly out?: string
  /** Whether to print values that look secret. */
  readonly showValues?: boolean
}

/** Prints or writes a swarm stack as manifests, and how a move of it would go. Changes nothing, neither in the swarm nor here. */
export async function fromSwarm(
  context: Context,
  stack: string,
  { out, showValues, ...options }: FromSwarmOptions,
): Promise<number> {
  checkStack(stack)
  const read = await withInstallation(context, { purpose: 'read', ...options }, (installation) =>
    installation.swarmStack({ stack, signal: context.signal }),
  )
  const { servicesSaid, stackFiles } = await import('../bundles/local.ts')
  const { files, services, notes, refusals, refused } = stackFiles(read)
  const { terminal } = context
  terminal.complain(...notes.map((note) => `note: ${note}`), ...refusals.map((each) => `refused: ${each}`))
  if (refusals.length > 0) {
    if (out === undefined) print(context, servicesSaid({ files, refused }), showValues)
    terminal.complain(
      'next: change these services in the swarm as said, and run this again; or write the manifests by hand, and name them with -f',
    )
    return exits.failed
  }
  if (out === undefined) print(context, files, showValues)
  else terminal.print(...write(context, out, files))
  terminal.complain(
    `plan: declare all of stack ${stack}, stopped; then, one by one, end the swarm's and start ours, and wait until it is ready: ${services.join(', ')}; what does not come up is ended here, and given back to the swarm once it is gone`,
    `next: read them, and move what they say: reconcile adopt --from-swarm ${stack} -f ${out ?? 'DIRECTORY'}`,
  )
  return exits.converged
}

function print({ terminal }: Context, files: readonly StackFile[], showValues: boolean | undefined): void {
  const values = shownValues(showValues)
  terminal.print(files.map((file) => textOf(file, (object) => values.show(object, redactObject))).join('\n---\n'))
  terminal.complain(...values.said())
}

function textOf({ objects }: StackFile, show = (object: ObjectOf) => object): string {
  return objects.map((object) => yamlText(show(object))).join('\n---\n')
}

/** Never overwrites an edited file. Files are readable by their owner only, as variables of a swarm may hold secrets (S9). */
function write({ cwd }: Context, out: string, files: readonly StackFile[]): readonly string[] {
  const paths = files.map((file) => {
    const [path, text] = [join(out, file.name), `${textOf(file)}\n`]
    return {
      path,
      at: outputFile(cwd, path, 'name a directory of its own'),
      text,
      hasSecrets: file.objects.some(looksSecret),
    }
  })
  const edited = paths.filter(({ at, text }) => existsSync(at) && readFileSync(at, 'utf8') !== text)
  if (edited.length > 0)
    throw usageError(
      `there is another ${edited.map(({ path }) => path).join(', ')}`,
      'name a directory of its own, or remove what is there',
    )
  mkdirSync(resolve(cwd, out), { recursive: true })
  for (const { at, text } of paths) writeFileSync(at, text, { mode: 0o600 })
  return paths.map(
    ({ path, hasSecrets }) =>
      `${path} written${hasSecrets ? ', with values that look secret: make Secrets of them, or keep it to yourself' : ''}`,
  )
}

function looksSecret(object: ObjectOf): boolean {
  return JSON.stringify(redactObject(object)) !== JSON.stringify(object)
}
