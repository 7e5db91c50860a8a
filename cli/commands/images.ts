import { exits } from '../../api/v1/installation/installation-error.ts'
import type { UsedImage } from '../../api/v1/installation/used-images.ts'
import { locate, stackHint } from '../arguments/references.ts'
import { stackOf } from '../arguments/stack-here.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { bytesText } from '../output/bytes.ts'
import { table } from '../output/table.ts'
import { saySilentNodes } from '../silent-nodes.ts'

export interface ImagesOptions {
  readonly stack?: string
  readonly quiet?: boolean
  readonly output: 'table' | 'json'
}

/** Prints the images that tasks run, of named services or of all. */
export async function images(context: Context, services: readonly string[], options: ImagesOptions): Promise<number> {
  const { terminal, signal } = context
  const stack = stackOf(context, options.stack)
  return await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const all = await installation.images(stack === undefined ? { signal } : { stack, signal })
    // A service without containers may still be declared; any other name is a mistake.
    for (const name of services)
      if (!all.some(({ service }) => service === name))
        await locate(installation, { name, among: ['Service'] }, { stack })
    const found = all.filter(({ service }) => services.length === 0 || services.includes(service))
    if (options.output === 'json') terminal.print(JSON.stringify(found))
    else if (options.quiet) terminal.print(...new Set(found.map(({ id }) => id)))
    else if (found.length > 0) terminal.print(...linesOf(found, stack === undefined))
    else terminal.complain(`No task has a container${await stackHint(installation, stack)}.`)
    await saySilentNodes(context, installation)
    return exits.converged
  })
}

function linesOf(images: readonly UsedImage[], withStack: boolean): readonly string[] {
  const heads = [...(withStack ? ['stack'] : []), 'task', 'image', 'digest', 'id', 'size']
  const rows = images.map(({ stack, task, image, digest, id, sizeBytes, unknown }) => [
    ...(withStack ? [stack] : []),
    ...[task, image, shortened(digest), shortened(id)],
    sizeBytes === undefined ? (unknown ? '<unknown>' : '<gone>') : bytesText(sizeBytes),
  ])
  return table(heads, rows)
}

function shortened(digest = '<none>'): string {
  return digest.replace(/^sha256:/, '').slice(0, 12)
}
