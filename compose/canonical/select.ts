import { isMap } from '../../api/v1/yaml/is-map.ts'
import { textOf, type Values } from './shape.ts'

/** The services of a model by their names. */
export function servicesOf(model: Values): Values {
  return isMap(model['services']) ? model['services'] : {}
}

/** The named services and all their dependencies, each after the services it depends on. Unknown names are left out. */
export function withDependencies(model: Values, names: readonly string[]): readonly string[] {
  const services = servicesOf(model)
  const found = new Set<string>()
  const open = new Set<string>()
  const add = (name: string) => {
    if (found.has(name) || open.has(name) || !Object.hasOwn(services, name)) return
    open.add(name)
    const service = services[name]
    const needs = isMap(service) && isMap(service['depends_on']) ? Object.keys(service['depends_on']) : []
    for (const need of needs) add(need)
    found.add(name)
  }
  for (const name of names) add(name)
  return [...found]
}

/** The images of services. A built one without `image` has the name PROJECT-SERVICE, as in Compose. */
export function imagesOf(model: Values, names: readonly string[]): readonly string[] {
  const services = servicesOf(model)
  return names.map((name) => {
    const service = services[name]
    const image = isMap(service) ? service['image'] : undefined
    return image === undefined ? `${textOf(model['name'] ?? '')}-${name}` : textOf(image)
  })
}
