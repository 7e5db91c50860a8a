import { usageError } from '../usage.ts'

/** The replicas of `--scale web=3`, by service. */
export function scalesOf(words: readonly string[] = []): { readonly scale?: Readonly<Record<string, number>> } {
  const pairs = words.map((word): [string, number] => {
    const [, name = '', count = ''] = /^([^=]+)=(\d{1,6})$/.exec(word) ?? []
    if (name === '') throw usageError(`--scale ${word}: not SERVICE=NUMBER`, 'write it as --scale web=3')
    return [name, Number(count)]
  })
  return pairs.length === 0 ? {} : { scale: Object.fromEntries(pairs) }
}
