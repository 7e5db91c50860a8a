import { MOST_REPLICAS, replicasOf } from '../../api/v1/replicas.ts'
import { usageError } from '../usage.ts'

/** Parses `--scale web=3` to replicas by service. */
export function scalesOf(words: readonly string[] = []): { readonly scale?: Readonly<Record<string, number>> } {
  const pairs = words.map((word): [string, number] => {
    const [, name = '', text = ''] = /^([^=]+)=(.*)$/.exec(word) ?? []
    const count = replicasOf(text)
    if (count === undefined)
      throw usageError(
        `--scale ${word}: not SERVICE=NUMBER, with a number from 0 to ${MOST_REPLICAS}`,
        'write it as --scale web=3',
      )
    return [name, count]
  })
  return pairs.length === 0 ? {} : { scale: Object.fromEntries(pairs) }
}
