import { nearest } from '../../api/v1/validation/nearest.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { serviceKeys } from './known.ts'

type Services = { [key: string]: YamlValue }

/** Top-level keys that rule out the first generation: sections of later ones, and keys of manifests. */
const laterKeys = ['services', 'networks', 'volumes', 'apiVersion', 'kind']

/** Those that do so unless they are a service, which may have had that name. */
const laterUnlessService = ['secrets', 'configs', 'models', 'name', 'include']

/** The attributes of a service whose values are maps by names that are the user's: an `image` in them makes no service of them. */
const namesInside = ['environment', 'labels', 'extra_hosts', 'log_opt']

/**
 * Whether a Compose file is of the first generation: services at the top level, without sections. A key `version` names a service there, as
 * in Compose 1.x. For documents that are already known to be Compose files.
 */
export function isFirstGeneration(value: YamlValue): value is Services {
  if (!isMap(value) || Object.entries(value).some(([key, each]) => isLater(key, each))) return false
  const services = servicesIn(value)
  return services.some(hasServiceKey) && services.every((each) => each === null || isMap(each))
}

/** Whether a document is certainly a Compose file of the first generation. Stricter, as files of other tools also map names to images. */
export function isSurelyFirstGeneration(value: YamlValue): boolean {
  if (!isFirstGeneration(value)) return false
  return servicesIn(value).every(
    (service) => isService(service) && Object.keys(service).every((key) => serviceKeys.first.has(key)),
  )
}

function isLater(key: string, value: YamlValue): boolean {
  if (laterKeys.includes(key)) return true
  if (laterUnlessService.includes(key)) return !isService(value)
  // What is called nearly like a section, as `service`, and has in it what a section has.
  if (!isMap(value) || nearest(key, ['services', 'networks', 'volumes', 'secrets', 'configs']) === undefined)
    return false
  return (
    !hasServiceKey(value) ||
    Object.entries(value).some(([name, each]) => !namesInside.includes(name) && isService(each))
  )
}

function servicesIn(value: Services): YamlValue[] {
  return Object.entries(value).flatMap(([name, each]) => (name.startsWith('x-') ? [] : [each]))
}

/** Whether a value has any key of a service. Not only `image`: a service that others extend needs none. */
function hasServiceKey(value: YamlValue): boolean {
  return isMap(value) && Object.keys(value).some((key) => serviceKeys.first.has(key))
}

function isService(value: YamlValue): value is Services {
  return isMap(value) && ['image', 'build', 'extends'].some((key) => Object.hasOwn(value, key))
}
