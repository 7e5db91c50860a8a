import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { serviceAttributes } from './service-shape.ts'
import { sortedMap, type Values } from './shape.ts'
import { yamlText } from './yaml-text.ts'

/** Prints a model as YAML, as Compose does. Dollar signs are escaped, so that reading the result gives the same model. */
export function modelYaml(model: Values): string {
  return escaped(yamlText(model))
}

/** Prints a model without interpolation: its variables stay as written. */
export function rawModelText(model: Values, style: 'yaml' | 'json'): string {
  return style === 'json' ? goJson(model, 2) : yamlText(model)
}

/** Prints a model of the JSON style as JSON, as Compose does. */
export function modelJson(model: Values): string {
  const services = Object.entries(isMap(model['services']) ? model['services'] : {})
  const whole = { ...model, services: Object.fromEntries(services.map(([name, each]) => [name, serviceInGo(each)])) }
  return escaped(goJson(sortedMap(whole, 'json'), 2))
}

/** JSON as Go writes it, with the characters escaped that are unsafe in HTML. */
export function goJson(value: YamlValue, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A service with its attributes in Go's order. `command` and `entrypoint` are always present, if only as null. */
export function serviceInGo(service: YamlValue): YamlValue {
  if (!isMap(service)) return service
  const entries = Object.keys(serviceAttributes).flatMap((key): [string, YamlValue][] => {
    const value = service[key] ?? (key === 'command' || key === 'entrypoint' ? null : undefined)
    return value === undefined ? [] : [[key, value]]
  })
  return Object.fromEntries(entries)
}

/** Escapes dollar signs: the variables are already replaced, so that any dollar sign left is meant literally. */
function escaped(text: string): string {
  return text.replaceAll('$', '$$$$')
}
