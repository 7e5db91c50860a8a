import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import { isNamespaced, kindNamed, kinds } from '../../api/v1/kinds.ts'
import { type ObjectRef, refOf } from '../../api/v1/metadata.ts'
import { parseSelector } from '../../api/v1/installation/selector.ts'
import { sameKind } from '../arguments/kubectl-only.ts'
import { locate, parseNames } from '../arguments/references.ts'
import { anywhere } from '../arguments/stack-here.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { describeLines } from '../output/describe.ts'
import { paint } from '../output/paint.ts'
import { revealing } from '../revealing.ts'
import { saySilentNodes } from '../silent-nodes.ts'
import { usageError } from '../usage.ts'

export interface DescribeOptions {
  readonly stack?: string
  readonly selector?: string
  readonly showValues?: boolean
}

/** Prints everything about objects: desired state and where it is declared, observed state and its reasons, and events. */
export async function describe(context: Context, words: readonly string[], options: DescribeOptions): Promise<number> {
  if (words.length === 0) throw usageError('describe what?', 'name it: reconcile describe KIND/NAME')
  return await withInstallation(context, { purpose: 'read' }, async (connected) => {
    const installation = options.showValues ? revealing(connected) : connected
    const refs = await wantedIn({ context, installation }, words, options)
    for (const [index, ref] of refs.entries()) {
      const description = await installation.describe(ref)
      if (!description) continue
      const view = { now: context.now(), paint: paint(context.terminal.color), since: installation.served }
      const lines = describeLines(description, view)
      context.terminal.print(...(index === 0 ? [] : ['', '']), ...lines)
    }
    await saySilentNodes(context, installation)
    return 0
  })
}

/** The named objects; for a kind alone, all objects of it. */
async function wantedIn(
  { context, installation }: { readonly context: Context; readonly installation: Installation },
  words: readonly string[],
  { stack, selector }: DescribeOptions,
): Promise<readonly ObjectRef[]> {
  const [only = '', second] = words
  const kind = second === undefined ? kindNamed(sameKind(only)) : undefined
  if (selector !== undefined && kind === undefined)
    throw usageError('-l goes with a kind and no names', 'write `reconcile describe services -l app=web`')
  if (kind === undefined) {
    const where = anywhere(context, stack)
    return await Promise.all(parseNames(words).map((named) => locate(installation, named, where)))
  }
  if (selector !== undefined) parseSelector(selector)
  const within = stack === undefined || !isNamespaced(kind) ? {} : { stack }
  const { items } = await installation.list(kind, { ...within, ...(selector === undefined ? {} : { selector }) })
  if (items.length > 0) return items.map(refOf)
  throw new InstallationError(exits.failed, `there are no ${kinds[kind].plural} to describe`, {
    remedy: 'see what there is with `reconcile get all`',
    reason: 'NotFound',
  })
}
