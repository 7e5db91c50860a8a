import { isUnquoted, looksSecret, redactAssigned, redactValue, redactWords } from '../../api/v1/redact/redact.ts'
import { redactContent } from '../../api/v1/redact/content.ts'
import { HIDDEN } from '../../api/v1/redact/secret-value.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { type Values } from './shape.ts'

/** A model fit to be shown: values that look secret become `***` (S9). References to variables stay as written. */
export function redactedModel(model: Values): Values {
  return redactMap(model, false)
}

/** `isNamed` within maps whose keys describe their values: variables, arguments, options, labels, and `x-` extensions. */
function redactMap(map: Values, isNamed: boolean): Values {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => {
      const isHidden = isNamed && isScalar(value) && !isReference(value) && looksSecret(name, String(value))
      if (name === 'content' && typeof value === 'string') return [name, redactContent(value)]
      return [name, isHidden ? HIDDEN : redact(value, isNamed || isUnquoted([name]) || name.startsWith('x-'))]
    }),
  )
}

function redact(value: YamlValue, isNamed: boolean): YamlValue {
  if (typeof value === 'string') return isNamed ? redactAssigned(value) : redactValue(value)
  if (isMap(value)) return redactMap(value, isNamed)
  if (!Array.isArray(value)) return value
  if (!isNamed || !value.every((item) => typeof item === 'string')) return value.map((item) => redact(item, isNamed))
  const words = redactWords(value)
  return value.map((item, index) => (isReference(item.slice(item.indexOf('=') + 1)) ? item : (words[index] ?? HIDDEN)))
}

function isScalar(value: YamlValue): value is string | number | boolean {
  return value !== null && typeof value !== 'object' && value !== ''
}

/** Whether a value is just a reference to a variable, without a default. */
function isReference(value: YamlValue): boolean {
  return typeof value === 'string' && /^\$(\w+|\{\w+\})$/.test(value)
}
