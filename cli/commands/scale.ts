import { locate, parseName } from '../arguments/references.ts'
import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'
import { usageError } from '../usage.ts'

export interface ScaleOptions extends ActOptions {
  readonly replicas?: string
  readonly stack?: string
  readonly output: ProgressFormat
}

/** Sets the number of replicas: `scale web=3`, `scale service/web --replicas 3`. */
export async function scale(context: Context, words: readonly string[], options: ScaleOptions): Promise<number> {
  const { names, replicas } = parse(words, options.replicas)
  return await withInstallation(context, { purpose: 'act', ...options }, async (installation) => {
    const refs = await Promise.all(
      names.map((name) => locate(installation, { ...parseName(name), kind: 'Service' }, options.stack)),
    )
    const request = {
      refs,
      replicas,
      ...actingAs(options),
      signal: context.signal,
    }
    return await follow(context, () => installation.scale(request), {
      format: options.output,
      served: installation.served,
    })
  })
}

function parse(words: readonly string[], option: string | undefined): { names: readonly string[]; replicas: number } {
  const how = 'write `reconcile scale web=3` or `reconcile scale service/web --replicas 3`'
  const pairs = words.map((word) => word.split('='))
  const counts = new Set(option === undefined ? pairs.map(([, count]) => count) : [option])
  const [count = ''] = counts
  if (words.length === 0 || counts.size !== 1 || !/^\d{1,6}$/.test(count))
    throw usageError(words.length === 0 ? 'scale what?' : `scale needs one number of replicas${given(counts)}`, how)
  return { names: pairs.map(([name = '']) => name), replicas: Number(count) }
}

function given(counts: ReadonlySet<string | undefined>): string {
  const words = [...counts].filter((count) => count !== undefined && count !== '')
  return words.length === 0 ? '' : `, from 0 to 999999: ${words.join(', ')} is not one`
}
