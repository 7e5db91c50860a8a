import { locate, parseNames } from '../arguments/references.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { describeLines } from '../output/describe.ts'
import { paint } from '../output/paint.ts'
import { revealing } from '../revealing.ts'
import { saySilentNodes } from '../silent-nodes.ts'
import { usageError } from '../usage.ts'

export interface DescribeOptions {
  readonly stack?: string
  readonly showValues?: boolean
}

/** Says all that is known of objects: what they should be and where that is written, how they stand and why, what happened. */
export async function describe(context: Context, words: readonly string[], options: DescribeOptions): Promise<number> {
  if (words.length === 0) throw usageError('describe what?', 'name it: reconcile describe KIND/NAME')
  return await withInstallation(context, { purpose: 'read' }, async (connected) => {
    const installation = options.showValues ? revealing(connected) : connected
    const refs = await Promise.all(parseNames(words).map((named) => locate(installation, named, options.stack)))
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
