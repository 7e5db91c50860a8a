import { MOST_REPLICAS, replicasOf } from '../../api/v1/replicas.ts'
import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'
import { actOn, type NamingOptions, servicesNamed } from './act-on.ts'

export interface ScaleOptions extends ActOptions, NamingOptions {
  readonly replicas?: string
  readonly large?: boolean
}

/** Sets the number of replicas: `scale web=3`, `scale service/web --replicas 3`. */
export async function scale(context: Context, words: readonly string[], options: ScaleOptions): Promise<number> {
  const { names, replicas } = parse(words, options)
  const how = { replicas, ...(options.large ? { large: true } : {}), ...actingAs(options), signal: context.signal }
  return await actOn(context, options, {
    named: servicesNamed(names),
    act: (at, refs) => at.scale({ refs, ...how }),
  })
}

function parse(
  words: readonly string[],
  { replicas: option, stack }: Pick<ScaleOptions, 'replicas' | 'stack'>,
): { names: readonly string[]; replicas: number } {
  const how = howTo(words, stack)
  const pairs = words.map((word) => word.split(/=(.*)/s))
  if (option !== undefined && pairs.some(([, count]) => count !== undefined))
    throw usageError(`scale ${words.join(' ')} --replicas ${option}: the number is said twice`, how)
  const counts = new Set(option === undefined ? pairs.map(([, count]) => count) : [option])
  const [text = ''] = counts
  const count = replicasOf(text)
  if (counts.size > 1) throw usageError(`scale sets one number at a time: ${words.join(' ')}`, SEVERAL)
  if (words.length === 0 || counts.size !== 1 || count === undefined)
    throw usageError(words.length === 0 ? 'scale what?' : `scale needs one number of replicas${given(counts)}`, how)
  return { names: pairs.map(([name = '']) => name), replicas: count }
}

/** How to write it, as for `scale web 3`. */
function howTo(words: readonly string[], stack: string | undefined): string {
  const of = stack === undefined ? '' : ` -n ${stack}`
  const [name = 'web', number = '3'] = words.length === 2 && /^\d+$/.test(words[1] ?? '') ? words : []
  const whole = name.includes('/') ? name : `service/${name}`
  return `write \`reconcile scale ${name}=${number}${of}\` or \`reconcile scale ${whole} --replicas ${number}${of}\``
}

const SEVERAL = 'run it once for each number, or write `reconcile up --scale web=3 --scale db=1`'

function given(counts: ReadonlySet<string | undefined>): string {
  const words = [...counts].filter((count) => count !== undefined && count !== '')
  return words.length === 0 ? '' : `, from 0 to ${MOST_REPLICAS}: ${words.join(', ')} is not one`
}
