import { equal, throws } from 'node:assert/strict'
import { stack } from '../../cli/options.ts'

describe('the option --stack', () => {
  const parsed = (...values: readonly string[]) =>
    values.reduce<unknown>((before, value) => stack().parseArg?.(value, before as never), undefined)

  it('names one stack: the last of several would be taken for all', () => {
    equal(parsed('shop', 'shop'), 'shop')
    throws(() => parsed('shop', 'blog'), { exit: 2, message: '--stack names shop and blog' })
  })
})
