import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { serviceAttributes } from './service-shape.ts'
import { sortedMap, type Values } from './shape.ts'
import { yamlText } from './yaml-text.ts'

/** A model as YAML, as Compose prints it: what comes out means the same when it is read again, by whatever reads YAML. */
export function modelYaml(model: Values): string {
  return escaped(yamlText(model))
}

/** A model whose variables stand as they are written. */
export function rawModelText(model: Values, style: 'yaml' | 'json'): string {
  return style === 'json' ? goJson(model, 2) : yamlText(model)
}

/** A model in the style of JSON as text, as Compose prints it. */
export function modelJson(model: Values): string {
  const services = Object.entries(isMap(model['services']) ? model['services'] : {})
  const whole = { ...model, services: Object.fromEntries(services.map(([name, each]) => [name, serviceInGo(each)])) }
  return escaped(goJson(sortedMap(whole, 'json'), 2))
}

/** JSON as Go writes it, for pages that it may stand in. */
export function goJson(value: YamlValue, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A service with its attributes in their order, and a command and entrypoint, which JSON has always. */
export function serviceInGo(service: YamlValue): YamlValue {
  if (!isMap(service)) return service
  const entries = Object.keys(serviceAttributes).flatMap((key): [string, YamlValue][] => {
    const value = service[key] ?? (key === 'command' || key === 'entrypoint' ? null : undefined)
    return value === undefined ? [] : [[key, value]]
  })
  return Object.fromEntries(entries)
}

/** Variables were replaced already. */
function escaped(text: string): string {
  return text.replaceAll('$', '$$$$')
}
