import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { serviceKeys } from './known.ts'

type Services = { [key: string]: YamlValue }

/** What the first generation had no word for, and what makes a document one of ours or of Kubernetes'. */
const laterKeys = ['services', 'networks', 'volumes', 'apiVersion', 'kind']

/**
 * Whether a document is of the first generation: no version and no sections, but services at the top level. As in Compose
 * 1.x, `version` may be there as a service's name. Asked of what is known to be a Compose file.
 */
export function isFirstGeneration(value: YamlValue): value is Services {
  if (!isMap(value) || laterKeys.some((key) => Object.hasOwn(value, key))) return false
  const services = servicesIn(value)
  return services.some(hasServiceKey) && services.every((each) => each === null || isMap(each))
}

/** Whether a document can be nothing else than that: other tools have files of named maps with an image too. */
export function isSurelyFirstGeneration(value: YamlValue): boolean {
  if (!isFirstGeneration(value)) return false
  return servicesIn(value).every(
    (service) => isService(service) && Object.keys(service).every((key) => serviceKeys.first.has(key)),
  )
}

function servicesIn(value: Services): YamlValue[] {
  return Object.entries(value).flatMap(([name, each]) => (name.startsWith('x-') ? [] : [each]))
}

/** What is only extended needs no image. */
function hasServiceKey(value: YamlValue): boolean {
  return isMap(value) && Object.keys(value).some((key) => serviceKeys.first.has(key))
}

function isService(value: YamlValue): value is Services {
  return isMap(value) && ['image', 'build', 'extends'].some((key) => Object.hasOwn(value, key))
}
