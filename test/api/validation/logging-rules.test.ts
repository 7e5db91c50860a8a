import { deepEqual } from 'node:assert/strict'
import { loggingRules } from '../../../api/v1/validation/logging-rules.ts'

const wrongIn = (driver: string | undefined, options: Record<string, string>) =>
  loggingRules({ logging: driver === undefined ? { options } : { driver, options } }, []).map(({ path }) => path.at(-1))

describe('options of a log driver', () => {
  for (const [driver, options] of [
    ['json-file', { 'max-size': '10m', 'max-file': '3' }],
    ['json-file', { 'max-size': '1.5 GiB', 'max-file': '2', compress: 'true' }],
    ['json-file', { labels: 'a', 'env-regex': 'b', tag: '{{.Name}}', compress: 'False' }],
    ['json-file', { mode: 'non-blocking', 'max-buffer-size': '4m', 'cache-disabled': 'true' }],
    ['local', { 'max-size': '0', 'max-file': '1', compress: 'f' }],
    ['local', { 'max-size': '10m', compress: 'true' }],
    ['json-file', { 'max-size': '0.5m', 'max-file': '3' }],
    ['json-file', { 'max-size': '.5g' }],
    // The other options may be in the engine's own log-opts.
    ['json-file', { compress: 'true' }],
    ['json-file', { 'max-size': '10m', compress: 'true' }],
    ['json-file', { 'max-buffer-size': '4m' }],
    ['local', { 'max-file': '1' }],
    ['fluentd', { 'max-sise': 'x' }],
    ['none', { 'max-size': 'x' }],
    [undefined, { 'max-size': 'x' }],
  ] as const)
    it(`${driver} takes ${JSON.stringify(options)}`, () => deepEqual(wrongIn(driver, options), []))

  for (const [driver, options, wrong] of [
    ['json-file', { 'max-size': 'abc' }, 'max-size'],
    ['json-file', { 'max-size': '' }, 'max-size'],
    ['json-file', { 'max-size': '-1' }, 'max-size'],
    ['json-file', { 'max-size': '0' }, 'max-size'],
    ['json-file', { 'max-file': '0' }, 'max-file'],
    ['json-file', { 'max-file': 'x' }, 'max-file'],
    ['json-file', { 'max-size': '10m', 'max-file': '2', compress: 'yes' }, 'compress'],
    ['json-file', { 'max-size': '0.0m' }, 'max-size'],
    ['json-file', { 'max-size': '10m', 'max-file': '1', compress: 'true' }, 'compress'],
    ['json-file', { mode: 'x' }, 'mode'],
    ['json-file', { mode: 'blocking', 'max-buffer-size': '4m' }, 'max-buffer-size'],
    ['json-file', { mode: 'non-blocking', 'max-buffer-size': 'x' }, 'max-buffer-size'],
    ['json-file', { max_size: '10m' }, 'max_size'],
    ['local', { 'max-size': 'abc' }, 'max-size'],
    ['local', { 'max-file': '1', compress: 'true' }, 'max-file'],
    ['local', { tag: 'a' }, 'tag'],
  ] as const)
    it(`${driver} does not take ${JSON.stringify(options)}`, () => deepEqual(wrongIn(driver, options), [wrong]))

  it('says which option was meant', () =>
    deepEqual(loggingRules({ logging: { driver: 'local', options: { max_size: '10m' } } }, ['at']), [
      {
        path: ['at', 'logging', 'options', 'max_size'],
        message: 'is no option of the log driver local, which has max-size, max-file, compress and 2 more',
        suggestion: 'max-size',
      },
    ]))
})
