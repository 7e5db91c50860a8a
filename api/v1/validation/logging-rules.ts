import type { FieldPath } from '../provenance.ts'
import type { V1TaskTemplate } from '../generated/types.ts'
import { isGoBoolean } from './go-boolean.ts'
import { listNames } from '../language/list-names.ts'
import { nearest } from './nearest.ts'
import { SIZE_TEXT } from '../size-text.ts'
import { type ValidationError, withSuggestion } from './validation-error.ts'

type Options = Readonly<Record<string, string>>

/** Options that every driver has. */
const COMMON = ['mode', 'max-buffer-size']
const ROTATION = ['max-size', 'max-file', 'compress']

/** The options of the engine's own file-based drivers. Those of other drivers are not checked. */
const FILES: ReadonlyMap<string, readonly string[]> = new Map([
  ['json-file', [...ROTATION, 'labels', 'labels-regex', 'env', 'env-regex', 'tag', ...COMMON]],
  ['local', [...ROTATION, ...COMMON]],
])

/**
 * Whether a log driver may have an option; true for drivers whose options are not known here. Engines handle options with `cache-`
 * themselves for any driver.
 */
export function isLogOption(driver: string, name: string): boolean {
  const known = FILES.get(driver)
  return known === undefined || known.includes(name) || name.startsWith('cache-')
}

/** Errors for options of the log drivers json-file and local with which no task would start. */
export function loggingRules({ logging }: V1TaskTemplate, at: FieldPath): ValidationError[] {
  const { driver = '', options = {} } = logging ?? {}
  const known = FILES.get(driver)
  if (!known) return []
  return Object.entries(options).flatMap(([name, value]): ValidationError[] => {
    const path = [...at, 'logging', 'options', name]
    if (!isLogOption(driver, name)) return [unknown(name, driver, path)]
    const message = CHECKS.get(name)?.(value, options, driver)
    return message === undefined ? [] : [{ path, message, value }]
  })
}

function unknown(name: string, driver: string, path: FieldPath): ValidationError {
  const known = FILES.get(driver) ?? []
  const message = `is no option of the log driver ${driver}, which has ${listNames(known)}`
  return withSuggestion({ path, message }, nearest(name, known))
}

/**
 * Checks of options by name. A check may only rely on other options that are declared, as an engine adds its own `log-opts` for the rest.
 */
const CHECKS: ReadonlyMap<string, (value: string, options: Options, driver: string) => string | undefined> = new Map([
  ['max-size', maxSize],
  ['max-file', maxFile],
  ['compress', compress],
  [
    'mode',
    (value) => (['', 'blocking', 'non-blocking'].includes(value) ? undefined : 'must be blocking or non-blocking'),
  ],
  ['max-buffer-size', maxBufferSize],
])

function maxSize(value: string, _: Options, driver: string): string | undefined {
  const isRight = SIZE_TEXT.test(value) && (driver === 'local' || Number.parseFloat(value) > 0)
  return isRight ? undefined : 'must be a size such as 10m'
}

function maxBufferSize(value: string, { mode = 'non-blocking' }: Options): string | undefined {
  if (mode !== 'non-blocking') return 'needs mode: non-blocking'
  return SIZE_TEXT.test(value) ? undefined : 'must be a size such as 4m'
}

function maxFile(value: string, options: Options, driver: string): string | undefined {
  if (!/^\+?0*[1-9]\d*$/.test(value)) return 'must be a whole number of at least 1'
  return driver === 'local' && Number(value) === 1 && !isFalse(options['compress'] ?? 'false')
    ? 'must be at least 2, or compress "false": the one file that is written is never compressed'
    : undefined
}

function compress(value: string, options: Options, driver: string): string | undefined {
  if (!isGoBoolean(value)) return 'must be true or false'
  return driver === 'json-file' && !isFalse(value) && Number(options['max-file']) === 1
    ? 'needs max-file of at least 2: the one file that is written is never compressed'
    : undefined
}

function isFalse(text: string): boolean {
  return isGoBoolean(text) && /^[0f]/i.test(text)
}
